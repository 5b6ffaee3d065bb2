package io.bentoform.api.deployment;

import io.bentoform.api.access.Access;
import io.bentoform.api.access.AccessStore;
import io.bentoform.api.engine.Engine;
import io.helidon.webserver.websocket.WsRouting;

/** The sockets that tell of pods and their logs (contract C10). */
public final class DeploymentSockets {
  private final Access guard;
  private final AccessStore access;
  private final Deployments deployments;
  private final Engine engine;

  public DeploymentSockets(
      Access guard, AccessStore access, Deployments deployments, Engine engine) {
    this.guard = guard;
    this.access = access;
    this.deployments = deployments;
    this.engine = engine;
  }

  public WsRouting.Builder routing() {
    return WsRouting.builder()
        .endpoint(PodsSocket.OF_DEPLOYMENT, this::pods)
        .endpoint(PodsSocket.OF_BENTO, this::pods)
        .endpoint(LogSocket.PATH, () -> new LogSocket(guard, access, deployments, engine));
  }

  private PodsSocket pods() {
    return new PodsSocket(guard, access, deployments, engine);
  }
}
