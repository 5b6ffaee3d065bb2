package io.bentoform.api.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What runs the deployments of a cluster (additive), without any credentials. All but the type is
 * null for {@code local}.
 *
 * @param type {@code local} or {@code kubernetes}
 * @param credentials {@code kubeconfig}, or {@code in_cluster} for those of the server's own pod
 * @param context of the kubeconfig; empty for its current one
 * @param endpointDomain empty for ports
 * @param endpointPort null for that of the server's settings
 * @param certificates as PEM; empty for those of the image
 * @param buildEnvironment the names of the variables alone
 * @param serverUrl empty for the server's public address
 */
public record EngineResponse(
    String type,
    @Nullable String credentials,
    @Nullable String context,
    @Nullable String namespace,
    @Nullable String image,
    @Nullable String endpointDomain,
    @Nullable Integer endpointPort,
    @Nullable Storage storage,
    @Nullable Map<String, String> nodeSelector,
    @Nullable List<Toleration> tolerations,
    @Nullable String certificates,
    @Nullable List<String> buildEnvironment,
    @Nullable String serverUrl) {

  /**
   * Where environments are kept.
   *
   * @param claim name of a PersistentVolumeClaim; null for none
   * @param none whether each pod makes its own
   */
  public record Storage(@Nullable String claim, boolean none) {}

  /**
   * How it is.
   *
   * @param version of the cluster, as {@code v1.34.4}; empty when it is not known
   * @param message what is wrong, for users; empty when nothing is
   * @param missingPermissions what the account needs and may not do, as {@code create
   *     deployments.apps}
   */
  public record Health(
      boolean reachable, String version, String message, List<String> missingPermissions) {}
}
