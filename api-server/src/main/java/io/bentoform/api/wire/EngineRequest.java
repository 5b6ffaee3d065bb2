package io.bentoform.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What runs the deployments of a cluster (additive). In an update a member that is null keeps what
 * there is; an empty one removes it. Another type begins with nothing.
 *
 * @param type {@code local} or {@code kubernetes}
 * @param kubeconfig with the credentials in it; none means those of the pod that the server runs in
 * @param context of the kubeconfig; none means its current one
 * @param namespace holds all objects
 * @param image of pods, with Python 3.9 or later
 * @param endpointDomain deployments get host names below it; none means ports
 * @param endpointPort of all these host names; 0 is none
 * @param storage keeps the environments of all pods
 * @param nodeSelector labels of the nodes that pods run on
 * @param registry not supported yet
 * @param certificates what builds trust, as PEM
 * @param buildEnvironment variables of all builds; a value that is null keeps the one that there is
 * @param serverUrl the address of this API that pods reach
 * @param gateway in pods of the cluster; without an image in this server. An update replaces it as
 *     a whole
 */
public record EngineRequest(
    @Nullable String type,
    SecretRequest.@Nullable Value kubeconfig,
    @Nullable String context,
    @Nullable String namespace,
    @Nullable String image,
    @Nullable String endpointDomain,
    @Nullable Integer endpointPort,
    @Nullable Storage storage,
    @Nullable Map<String, @Nullable String> nodeSelector,
    @Nullable List<@Nullable Toleration> tolerations,
    @Nullable JsonNode registry,
    @Nullable String certificates,
    @Nullable Map<String, SecretRequest.@Nullable Value> buildEnvironment,
    @Nullable String serverUrl,
    @Nullable Gateway gateway) {

  /**
   * Where environments are kept: exactly one of these.
   *
   * @param claim name of a PersistentVolumeClaim
   * @param storageClass not supported yet
   * @param none true: each pod makes its own
   */
  public record Storage(
      @Nullable String claim, @Nullable String storageClass, @Nullable Boolean none) {}

  /**
   * The gateway in pods.
   *
   * @param image of this product
   * @param replicas how many pods
   * @param serviceType by which requests come in: {@code LoadBalancer}, {@code NodePort} or {@code
   *     ClusterIP}
   * @param nodePort with {@code NodePort} alone
   */
  public record Gateway(
      @Nullable String image,
      @Nullable Integer replicas,
      @Nullable String serviceType,
      @Nullable Integer nodePort) {}

  /** The names of the members that are given, but for the type. */
  public List<String> given() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("kubeconfig", kubeconfig);
    members.put("context", context);
    members.put("namespace", namespace);
    members.put("image", image);
    members.put("endpoint_domain", endpointDomain);
    members.put("endpoint_port", endpointPort);
    members.put("storage", storage);
    members.put("node_selector", nodeSelector);
    members.put("tolerations", tolerations);
    members.put("registry", registry);
    members.put("certificates", certificates);
    members.put("build_environment", buildEnvironment);
    members.put("server_url", serverUrl);
    members.put("gateway", gateway);
    List<String> given = new ArrayList<>();
    members.forEach(
        (name, value) -> {
          if (value != null) {
            given.add(name);
          }
        });
    return given;
  }
}
