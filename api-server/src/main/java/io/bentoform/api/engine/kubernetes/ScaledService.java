package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.gateway.Load;
import io.bentoform.api.gateway.Loads;
import io.bentoform.api.scaling.Decision;
import io.bentoform.api.scaling.Demand;
import io.bentoform.api.scaling.Scalable;
import io.bentoform.api.scaling.ScalingPolicy;

/** A service whose Deployment is scaled by the demand that the gateway sees. */
record ScaledService(EngineContext context, Seen seen, Loads loads) implements Scalable {

  /**
   * A service before the loads are asked for, so that nothing is concluded of a replica that a
   * request woke meanwhile.
   *
   * @param replicas how many there should be
   */
  record Seen(
      KubernetesDeployment deployment,
      DeploymentRecord record,
      ServiceId service,
      ScalingPolicy policy,
      int replicas) {}

  @Override
  public String id() {
    return seen.record().uid() + "/" + seen.service().text();
  }

  @Override
  public ScalingPolicy policy() {
    return seen.policy();
  }

  @Override
  public int replicas() {
    return seen.replicas();
  }

  @Override
  public Demand demand() {
    DeploymentRecord record = seen.record();
    ServiceId service = seen.service();
    String counted = record.served().isEntry(service) ? record.served().entry() : service.text();
    Load load = loads.of(record.uid(), counted);
    return Demand.of(
        load.inFlightByVersion().getOrDefault(service.version(), 0),
        load.waitingByVersion().getOrDefault(service.version(), 0));
  }

  /** Where the HorizontalPodAutoscaler scales by CPU use, only whether it rests is decided here. */
  @Override
  public void scale(Decision decision) {
    if (policy().isByCpu() && decision.replicas() > 0 && replicas() > 0) {
      return;
    }
    if (context.turn().isHeld()) {
      seen.deployment()
          .scale(seen.record(), seen.service(), decision.replicas(), decision.reason());
    }
  }
}
