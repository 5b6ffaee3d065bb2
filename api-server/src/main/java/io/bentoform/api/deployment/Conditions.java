package io.bentoform.api.deployment;

import io.bentoform.api.wire.DeploymentConfig;
import io.bentoform.api.wire.DeploymentResponse.Condition;
import java.util.ArrayList;
import java.util.List;

/** What is to be said about a deployment beyond its status. */
final class Conditions {
  private Conditions() {}

  static List<Condition> of(Deployment deployment, Revision latest) {
    List<Condition> conditions = new ArrayList<>();
    conditions.add(rollout(deployment));
    List<String> ignored = ignored(latest.config());
    if (!ignored.isEmpty()) {
      conditions.add(
          new Condition(
              "Honoured",
              "False",
              "NotSupportedByEngine",
              "The engine runs this deployment on this machine and does not honour: "
                  + String.join(", ", ignored)
                  + "."));
    }
    return conditions;
  }

  private static Condition rollout(Deployment deployment) {
    if (!deployment.reason().isEmpty()) {
      return new Condition("Rollout", "False", deployment.reason(), deployment.message());
    }
    return deployment.status().isRollingOut()
        ? new Condition("Rollout", "Unknown", "InProgress", "The rollout is on its way.")
        : new Condition("Rollout", "True", "Done", "");
  }

  private static List<String> ignored(DeploymentConfig config) {
    List<String> ignored = new ArrayList<>();
    config
        .services()
        .forEach(
            (name, service) -> {
              String prefix = "services." + name + ".";
              if (service.instanceType() != null) {
                ignored.add(prefix + "instance_type");
              }
              DeploymentConfig.Scaling scaling = service.scaling();
              if (scaling != null && (scaling.policy() != null || isAutoscaled(scaling))) {
                ignored.add(prefix + "scaling beyond min_replicas");
              }
              if (service.coldStartTimeout() != null) {
                ignored.add(prefix + "cold_start_timeout");
              }
              if (service.extras() != null && !service.extras().isNull()) {
                ignored.add(prefix + "extras");
              }
            });
    return ignored;
  }

  private static boolean isAutoscaled(DeploymentConfig.Scaling scaling) {
    int least = scaling.minReplicas() == null ? 1 : scaling.minReplicas();
    return scaling.maxReplicas() != null && scaling.maxReplicas() > Math.max(1, least);
  }
}
