package io.bentoform.api.engine.local;

import io.bentoform.api.scaling.Decision;
import io.bentoform.api.scaling.Demand;
import io.bentoform.api.scaling.Scalable;
import io.bentoform.api.scaling.ScalingPolicy;
import java.util.OptionalDouble;

/**
 * A service that is scaled by the demand that the gateway sees.
 *
 * @param policy of its target
 */
record ScaledService(LocalDeployment deployment, LocalService service, ScalingPolicy policy)
    implements Scalable {

  @Override
  public String id() {
    return deployment.uid() + "/" + service.id().text();
  }

  @Override
  public int replicas() {
    return service.wanted();
  }

  @Override
  public Demand demand() {
    boolean byCpu = policy.concurrency().isEmpty() && policy.max() > Math.max(1, policy.min());
    return deployment
        .traffic()
        .demand(service, byCpu ? service.cpuPercent() : OptionalDouble.empty());
  }

  @Override
  public void scale(Decision decision) {
    deployment.scale(service, decision.replicas(), decision.reason());
  }
}
