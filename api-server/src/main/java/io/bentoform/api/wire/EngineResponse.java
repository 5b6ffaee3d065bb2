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
 * @param endpointPort null for that of the server's settings, or of the gateway in pods
 * @param certificates as PEM; empty for those of the image
 * @param buildEnvironment the names of the variables alone
 * @param serverUrl empty for the server's public address
 * @param gateway null for one in this server
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
    @Nullable String serverUrl,
    @Nullable Gateway gateway) {

  /**
   * Where environments are kept.
   *
   * @param claim name of a PersistentVolumeClaim; null for none
   * @param none whether each pod makes its own
   */
  public record Storage(@Nullable String claim, boolean none) {}

  /**
   * The gateway in pods.
   *
   * @param image of this product
   * @param replicas how many pods
   * @param serviceType {@code LoadBalancer}, {@code NodePort} or {@code ClusterIP}
   * @param nodePort null for any
   */
  public record Gateway(
      String image, int replicas, String serviceType, @Nullable Integer nodePort) {}

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
