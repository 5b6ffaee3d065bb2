package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.gateway.Load;
import io.bentoform.api.scaling.Decision;
import io.bentoform.api.scaling.Demand;
import io.bentoform.api.scaling.Scalable;
import io.bentoform.api.scaling.ScalingPolicy;

/** A service whose Deployment is scaled by the demand that the gateway sees. */
record ScaledService(
    EngineContext context,
    KubernetesDeployment deployment,
    Specification version,
    ServiceSpecification service)
    implements Scalable {

  private ServiceId service(String name) {
    return new ServiceId(version.version(), name);
  }

  @Override
  public String id() {
    return deployment.uid() + "/" + service(service.name()).text();
  }

  @Override
  public ScalingPolicy policy() {
    return service.scaling();
  }

  @Override
  public int replicas() {
    return deployment.replicas(service(service.name()));
  }

  @Override
  public Demand demand() {
    boolean entry = service.name().equals(version.entry());
    String routed = entry ? version.entry() : service(service.name()).text();
    Load load = context.gateway().load(deployment.uid(), routed);
    return Demand.of(
        load.inFlightByVersion().getOrDefault(version.version(), 0),
        load.waitingByVersion().getOrDefault(version.version(), 0));
  }

  @Override
  public void scale(Decision decision) {
    deployment.scale(service(service.name()), decision.replicas(), decision.reason());
  }
}
