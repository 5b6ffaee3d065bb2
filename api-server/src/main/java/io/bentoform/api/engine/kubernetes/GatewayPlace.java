package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.gateway.GatewaySettings;
import java.net.URI;

/** Where the gateway of a cluster runs. */
public sealed interface GatewayPlace {

  /**
   * In this process, which must reach pods by their addresses and be reached by them.
   *
   * @param settings with an internal port
   * @param ip by which pods reach this process
   */
  record Here(GatewaySettings settings, String ip) implements GatewayPlace {}

  /**
   * In pods of its own in the cluster.
   *
   * @param image of this product
   * @param replicas how many of them
   * @param serviceType {@code LoadBalancer}, {@code NodePort} or {@code ClusterIP}, by which
   *     requests come in
   * @param nodePort the port of nodes with {@code NodePort}; 0 for any
   * @param domain below which deployments have their host names
   * @param control the address of the cluster's gateways at the control API, with a slash at its
   *     end
   * @param token opens that address
   */
  record InCluster(
      String image,
      int replicas,
      String serviceType,
      int nodePort,
      String domain,
      URI control,
      Hidden token)
      implements GatewayPlace {}
}
