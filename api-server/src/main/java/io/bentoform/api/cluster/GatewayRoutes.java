package io.bentoform.api.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bentoform.api.access.Tickets;
import io.bentoform.api.engine.Engines;
import io.bentoform.api.gateway.EndpointGuard;
import io.bentoform.api.gateway.remote.GatewayJson;
import io.bentoform.api.gateway.remote.GatewayOrders;
import io.bentoform.api.gateway.remote.GatewayReport;
import io.bentoform.api.gateway.remote.RemoteGateways;
import io.bentoform.api.gateway.remote.Waited;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.RequestBody;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;

/**
 * What the gateways in pods of a cluster ask (additive), with the token of their cluster ({@code
 * Authorization: Bearer}) and no API token.
 */
public final class GatewayRoutes implements HttpService {
  /** Without an end: a gateway goes on for as long as its pod. What it opens is the cluster. */
  public static final Tickets.Purpose TOKEN =
      new Tickets.Purpose("bentoform gateway token", Optional.empty());

  private static final String PATH = "/api/v1/gateways/";
  private static final String CLUSTER = "cluster_uid";

  /** A report names each service once. */
  private static final int REPORT_BYTES = 64 << 20;

  private static final int WAITED_BYTES = 64 << 10;
  private static final int TOKEN_BYTES = 64 << 10;

  private final ClusterStore clusters;
  private final Engines engines;
  private final Tickets tickets;
  private final EndpointGuard guard;

  /**
   * Wires it.
   *
   * @param guard decides who may call protected endpoints
   */
  public GatewayRoutes(
      ClusterStore clusters, Engines engines, Tickets tickets, EndpointGuard guard) {
    this.clusters = clusters;
    this.engines = engines;
    this.tickets = tickets;
    this.guard = guard;
  }

  /** The path of the gateways of a cluster, with a slash at its end. */
  public static String path(String clusterUid) {
    return PATH + clusterUid + "/";
  }

  @Override
  public void routing(HttpRules rules) {
    String path = path("{" + CLUSTER + "}");
    rules
        .post(path + "exchange", this::exchange)
        .post(path + "demand", this::demand)
        .post(path + "access", this::access);
  }

  private Cluster authorized(ServerRequest request) {
    String uid = request.path().pathParameters().get(CLUSTER);
    return Optional.of(uid)
        .filter(one -> tickets.open(TOKEN, request, one))
        .flatMap(clusters::withUid)
        .orElseThrow(
            () ->
                ProblemException.unauthorized(
                    "This needs the token that the server gives to the gateways of this cluster."));
  }

  private RemoteGateways gateways(ServerRequest request) {
    Cluster cluster = authorized(request);
    return engines
        .of(cluster.uid())
        .gateways()
        .orElseThrow(
            () ->
                ProblemException.unavailable(
                    "The cluster "
                        + cluster.name()
                        + " cannot be reached now, or its gateway does not run in pods. Try"
                        + " again."));
  }

  private void exchange(ServerRequest request, ServerResponse response)
      throws JsonProcessingException {
    RemoteGateways gateways = gateways(request);
    GatewayReport report =
        RequestBody.json(request, GatewayJson.MAPPER, REPORT_BYTES, GatewayReport.class);
    response.headers().contentType(MediaTypes.APPLICATION_JSON);
    response.send(GatewayJson.MAPPER.writeValueAsBytes(orders(gateways, report)));
  }

  private static GatewayOrders orders(RemoteGateways gateways, GatewayReport report) {
    try {
      return gateways.exchange(report);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemException.unavailable("The server is being stopped.");
    }
  }

  private void demand(ServerRequest request, ServerResponse response) {
    RemoteGateways gateways = gateways(request);
    gateways.awake(RequestBody.json(request, GatewayJson.MAPPER, WAITED_BYTES, Waited.class));
    response.status(Status.NO_CONTENT_204).send();
  }

  /** Does not need the cluster, which may be out of reach from here while its gateways are not. */
  private void access(ServerRequest request, ServerResponse response) {
    authorized(request);
    boolean allowed = guard.allows(RequestBody.hidden(request, TOKEN_BYTES));
    response.status(allowed ? Status.NO_CONTENT_204 : Status.FORBIDDEN_403).send();
  }
}
