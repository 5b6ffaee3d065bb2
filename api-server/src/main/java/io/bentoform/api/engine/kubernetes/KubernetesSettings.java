package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.crypto.Hidden;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a {@link KubernetesEngine}.
 *
 * @param owner a label value that all objects have; several engines with different ones can share a
 *     namespace
 * @param namespace holds all objects; it exists
 * @param image with Python 3.9 or later, and {@code uv} or {@code pip}; pods run on it as it is
 * @param claim a PersistentVolumeClaim for the environments of all pods; empty: each pod makes its
 *     own
 * @param nodeSelector labels of the nodes that pods run on
 * @param tolerations taints of nodes that pods may run on all the same
 * @param certificates what builds trust, as PEM; empty: what the image trusts
 * @param buildEnvironment environment variables of all builds, such as those of package indexes
 * @param readinessTimeout how long a replica may take to become ready once its environment is there
 * @param buildTimeout how long the build of an environment may take
 * @param gracefulStop how long a replica may finish its requests before it is killed
 */
public record KubernetesSettings(
    String owner,
    String namespace,
    String image,
    Optional<String> claim,
    Map<String, String> nodeSelector,
    List<Toleration> tolerations,
    Optional<String> certificates,
    Map<String, Hidden> buildEnvironment,
    Duration readinessTimeout,
    Duration buildTimeout,
    Duration gracefulStop) {

  /** A taint that pods tolerate; an empty value is any value, an empty effect any effect. */
  public record Toleration(String key, String value, String effect) {}

  public KubernetesSettings {
    nodeSelector = Map.copyOf(nodeSelector);
    tolerations = List.copyOf(tolerations);
    buildEnvironment = Map.copyOf(buildEnvironment);
  }

  /** The default times, and environments that are not shared. */
  public static KubernetesSettings of(String owner, String namespace, String image) {
    return new KubernetesSettings(
        owner,
        namespace,
        image,
        Optional.empty(),
        Map.of(),
        List.of(),
        Optional.empty(),
        Map.of(),
        Duration.ofMinutes(3),
        Duration.ofMinutes(30),
        Duration.ofSeconds(10));
  }
}
