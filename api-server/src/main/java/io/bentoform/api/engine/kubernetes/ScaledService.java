package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.gateway.Load;
import io.bentoform.api.scaling.Decision;
import io.bentoform.api.scaling.Demand;
import io.bentoform.api.scaling.Scalable;
import io.bentoform.api.scaling.ScalingPolicy;

/** A service whose Deployment is scaled by the demand that the gateway sees. */
record ScaledService(
    EngineContext context,
    KubernetesDeployment deployment,
    DeploymentRecord record,
    ServiceId service,
    ScalingPolicy policy)
    implements Scalable {

  @Override
  public String id() {
    return record.uid() + "/" + service.text();
  }

  @Override
  public int replicas() {
    return deployment.replicas(record, service);
  }

  @Override
  public Demand demand() {
    String counted = record.served().isEntry(service) ? record.served().entry() : service.text();
    Load load = context.path().load(record.uid(), counted);
    return Demand.of(
        load.inFlightByVersion().getOrDefault(service.version(), 0),
        load.waitingByVersion().getOrDefault(service.version(), 0));
  }

  /** Where the HorizontalPodAutoscaler scales by CPU use, only whether it rests is decided here. */
  @Override
  public void scale(Decision decision) {
    if (policy.isByCpu() && decision.replicas() > 0 && replicas() > 0) {
      return;
    }
    deployment.scale(record, service, decision.replicas(), decision.reason());
  }
}
