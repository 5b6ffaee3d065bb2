package io.bentoform.api.deployment;

import io.bentoform.api.access.Access;
import io.bentoform.api.cluster.ClusterStore;
import io.bentoform.api.engine.Engines;
import io.bentoform.api.http.ProblemException;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.websocket.WsRouting;
import java.util.List;

/**
 * The sockets of pods and their logs (contract C10). Their paths are routes too, for requests that
 * are no upgrade.
 */
public final class DeploymentSockets implements HttpService {
  private static final List<String> PATHS =
      List.of(PodsSocket.OF_DEPLOYMENT, PodsSocket.OF_BENTO, LogSocket.PATH);

  private final OpenSockets open = new OpenSockets();
  private final Access guard;
  private final ClusterStore clusters;
  private final Deployments deployments;
  private final Engines engines;

  public DeploymentSockets(
      Access guard, ClusterStore clusters, Deployments deployments, Engines engines) {
    this.guard = guard;
    this.clusters = clusters;
    this.deployments = deployments;
    this.engines = engines;
  }

  public WsRouting.Builder routing() {
    return WsRouting.builder()
        .endpoint(PodsSocket.OF_DEPLOYMENT, this::pods)
        .endpoint(PodsSocket.OF_BENTO, this::pods)
        .endpoint(LogSocket.PATH, () -> new LogSocket(guard, clusters, open, deployments, engines));
  }

  @Override
  public void routing(HttpRules rules) {
    PATHS.forEach(path -> rules.get(path, DeploymentSockets::refuse));
  }

  private static void refuse(ServerRequest request, ServerResponse response) {
    throw ProblemException.badRequest(
        "not_a_socket", "This route is a WebSocket. Open it with a WebSocket client.");
  }

  private PodsSocket pods() {
    return new PodsSocket(guard, clusters, open, deployments, engines);
  }
}
