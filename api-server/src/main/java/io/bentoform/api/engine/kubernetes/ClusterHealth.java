package io.bentoform.api.engine.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How a cluster is, as an account sees it.
 *
 * @param version as {@code v1.34.4}; empty when it is not known
 * @param message what is wrong, for users; empty when nothing is
 * @param missingPermissions as {@code create deployments.apps}
 */
public record ClusterHealth(
    boolean reachable, String version, String message, List<String> missingPermissions) {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration REQUEST = Duration.ofSeconds(3);
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final String LACKING =
      "The account lacks permissions in the namespace, which missing_permissions lists.";

  public ClusterHealth {
    missingPermissions = List.copyOf(missingPermissions);
  }

  /**
   * Asks a cluster, for at most five seconds.
   *
   * @param gateway whether the gateway runs there too
   */
  public static ClusterHealth of(ClusterAccess access, String namespace, boolean gateway) {
    CompletableFuture<ClusterHealth> answer = new CompletableFuture<>();
    Thread asking =
        Thread.ofVirtual()
            .name("cluster-health")
            .start(() -> answer.complete(ask(access, namespace, gateway)));
    try {
      return answer.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return away("The cluster did not answer within " + LIMIT.toSeconds() + " seconds.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return away("The server is being stopped.");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      asking.interrupt();
    }
  }

  private static ClusterHealth away(String message) {
    return new ClusterHealth(false, "", message, List.of());
  }

  private static ClusterHealth ask(ClusterAccess access, String namespace, boolean gateway) {
    try (KubernetesClient client = access.connect(CONNECT, REQUEST, 0)) {
      String version = client.getKubernetesVersion().getGitVersion();
      List<String> missing = new Permissions(client, namespace, gateway).missing();
      if (!missing.isEmpty()) {
        return new ClusterHealth(true, version, LACKING, missing);
      }
      String message =
          hasNamespace(client, namespace)
              ? ""
              : "The cluster has no namespace " + namespace + ". Create it.";
      return new ClusterHealth(true, version, message, missing);
    } catch (IllegalArgumentException e) {
      return away(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return away(
          ClusterFailure.text(e)
              .map(text -> "The cluster " + text)
              .orElse("The cluster could not be asked."));
    }
  }

  /** To look at the namespace itself would need one more permission. */
  private static boolean hasNamespace(KubernetesClient client, String namespace) {
    try {
      client
          .configMaps()
          .inNamespace(namespace)
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withGenerateName("bentoform-check-")
                  .endMetadata()
                  .build())
          .dryRun()
          .create();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }
}
