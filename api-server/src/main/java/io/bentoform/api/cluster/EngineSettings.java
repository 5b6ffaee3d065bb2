package io.bentoform.api.cluster;

import io.bentoform.api.wire.EngineResponse;
import io.bentoform.api.wire.Toleration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a Kubernetes engine, without any credentials, as they are kept. A text that is
 * empty is not set.
 *
 * @param kubeconfig whether there is one, among the sealed values
 * @param context of the kubeconfig
 * @param claim a PersistentVolumeClaim for environments
 * @param tolerations with an operator each
 * @param certificates as PEM
 * @param buildEnvironment the names of the variables, whose values are sealed
 * @param serverUrl without a slash at its end
 * @param gateway in pods of the cluster; null for one in this server
 */
public record EngineSettings(
    boolean kubeconfig,
    String context,
    String namespace,
    String image,
    String endpointDomain,
    @Nullable Integer endpointPort,
    String claim,
    Map<String, String> nodeSelector,
    List<Toleration> tolerations,
    String certificates,
    List<String> buildEnvironment,
    String serverUrl,
    EngineResponse.@Nullable Gateway gateway) {

  /** Where no namespace is given. */
  public static final String NAMESPACE = "bentoform";

  /** Those of an engine of which nothing was said. */
  static final EngineSettings NONE =
      new EngineSettings(
          false, "", NAMESPACE, "", "", null, "", Map.of(), List.of(), "", List.of(), "", null);

  public EngineSettings {
    nodeSelector = Map.copyOf(nodeSelector);
    tolerations = List.copyOf(tolerations);
    buildEnvironment = List.copyOf(buildEnvironment);
  }

  /** A text that may not be set. */
  public static Optional<String> set(String text) {
    return Optional.of(text).filter(value -> !value.isEmpty());
  }

  EngineResponse response() {
    return new EngineResponse(
        EngineType.KUBERNETES.word(),
        kubeconfig ? "kubeconfig" : "in_cluster",
        context,
        namespace,
        image,
        endpointDomain,
        endpointPort,
        new EngineResponse.Storage(set(claim).orElse(null), claim.isEmpty()),
        nodeSelector,
        tolerations,
        certificates,
        buildEnvironment,
        serverUrl,
        gateway);
  }
}
