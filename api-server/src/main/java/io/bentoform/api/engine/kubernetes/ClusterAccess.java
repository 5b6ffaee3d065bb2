package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.crypto.Hidden;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the server reaches a cluster.
 *
 * @param kubeconfig empty for the service account of the pod that the server runs in
 * @param context of the kubeconfig; empty for its current one
 */
public record ClusterAccess(Optional<Hidden> kubeconfig, String context) {
  private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration REQUEST = Duration.ofSeconds(10);
  private static final int RETRIES = 2;

  /** Why it cannot be used, for users; asks no server, and quotes nothing of the kubeconfig. */
  public Optional<String> problem() {
    return kubeconfig.flatMap(text -> Kubeconfig.problem(text, context));
  }

  /**
   * A client of the cluster, which gives up after some seconds.
   *
   * @throws IllegalArgumentException with a message for users when there are no credentials
   */
  public KubernetesClient connect() {
    return connect(CONNECT, REQUEST, RETRIES);
  }

  KubernetesClient connect(Duration connect, Duration request, int retries) {
    Config config = kubeconfig.map(text -> Kubeconfig.read(text, context)).orElseGet(this::account);
    Config bounded =
        new ConfigBuilder(config)
            .withConnectionTimeout((int) connect.toMillis())
            .withRequestTimeout((int) request.toMillis())
            .withRequestRetryBackoffLimit(retries)
            .build();
    return new KubernetesClientBuilder().withConfig(bounded).build();
  }

  /** What Kubernetes gives to each pod, in the variables and files that it documents. */
  private Config account() {
    Optional<String> host = Optional.ofNullable(System.getenv("KUBERNETES_SERVICE_HOST"));
    Path token = ACCOUNT.resolve("token");
    if (host.isEmpty() || !Files.isReadable(token)) {
      throw new IllegalArgumentException(
          "The server has no service account: it does not run in a pod of a Kubernetes cluster. Give"
              + " a kubeconfig.");
    }
    String port = Optional.ofNullable(System.getenv("KUBERNETES_SERVICE_PORT_HTTPS")).orElse("443");
    String literal = host.get().contains(":") ? "[" + host.get() + "]" : host.get();
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("https://" + literal + ":" + port + "/")
        .withCaCertFile(ACCOUNT.resolve("ca.crt").toString())
        .withOauthTokenProvider(() -> token(token))
        .build();
  }

  /** Read each time: Kubernetes writes a new one before the old one expires. */
  private static String token(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("The token of the service account cannot be read", e);
    }
  }
}
