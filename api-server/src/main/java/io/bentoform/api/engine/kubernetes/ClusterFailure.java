package io.bentoform.api.engine.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a failure of a call of a cluster means, in words that quote nothing that was sent. */
public final class ClusterFailure {
  private ClusterFailure() {}

  /**
   * The end of a sentence that begins with the cluster; empty for what is no such failure, as where
   * the caller was interrupted.
   */
  public static Optional<String> text(Throwable failure) {
    if (isCausedBy(failure, InterruptedException.class)) {
      return Optional.empty();
    }
    return chain(failure)
        .filter(KubernetesClientException.class::isInstance)
        .map(KubernetesClientException.class::cast)
        .findFirst()
        .map(client -> client.getCode() > 0 ? answered(client) : away(client));
  }

  private static String answered(KubernetesClientException failure) {
    return switch (failure.getCode()) {
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          "refuses the credentials (401). Give a kubeconfig that is valid.";
      case HttpURLConnection.HTTP_FORBIDDEN ->
          "does not let the account do %s (403). The cluster's health lists what is missing."
              .formatted(what(failure.getStatus()));
      default ->
          "answered %d to a request for %s."
              .formatted(failure.getCode(), what(failure.getStatus()));
    };
  }

  private static String what(@Nullable Status status) {
    return Optional.ofNullable(status)
        .map(Status::getDetails)
        .map(StatusDetails::getKind)
        .orElse("something");
  }

  private static String away(KubernetesClientException failure) {
    if (isCausedBy(failure, UnknownHostException.class)) {
      return "cannot be reached: the host name of its server is unknown.";
    } else if (isCausedBy(failure, SSLException.class)) {
      return "cannot be reached: its certificate is not trusted by the kubeconfig.";
    } else if (isCausedBy(failure, HttpTimeoutException.class)
        || isCausedBy(failure, TimeoutException.class)) {
      return "cannot be reached: its server did not answer in time.";
    } else if (isCausedBy(failure, ConnectException.class)) {
      return "cannot be reached: its server refused the connection.";
    }
    return "cannot be reached.";
  }

  private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
    return chain(failure).anyMatch(type::isInstance);
  }

  private static Stream<Throwable> chain(Throwable failure) {
    return Stream.<@Nullable Throwable>iterate(
            failure, each -> each != null, each -> each == null ? null : each.getCause())
        .map(Throwable.class::cast);
  }
}
