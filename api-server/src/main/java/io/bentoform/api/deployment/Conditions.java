package io.bentoform.api.deployment;

import io.bentoform.api.engine.Notice;
import io.bentoform.api.wire.DeploymentConfig;
import io.bentoform.api.wire.DeploymentResponse.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The conditions of a deployment, beyond its status. */
public final class Conditions {
  /** The reason of a codespace that is up, with a notice. */
  public static final String CODESPACE = "CodespaceNotice";

  /** The reason of a deployment that runs without system packages that it requests. */
  public static final String SYSTEM_PACKAGES = "SystemPackagesSkipped";

  private static final Map<String, String> NOTICES =
      Map.of(CODESPACE, "Codespace", SYSTEM_PACKAGES, "Environment");

  private Conditions() {}

  /** All of them, and what users should know of the engine. */
  static List<Condition> of(Deployment deployment, Revision latest, List<Notice> ofEngine) {
    List<Condition> conditions = new ArrayList<>();
    conditions.add(rollout(deployment));
    String notice = NOTICES.get(deployment.reason());
    if (notice != null) {
      conditions.add(new Condition(notice, "False", deployment.reason(), deployment.message()));
    }
    for (Notice each : ofEngine) {
      conditions.add(new Condition(each.condition(), "False", each.reason(), each.message()));
    }
    List<String> ignored = ignored(latest);
    if (deployment.dev()) {
      latest
          .entryService()
          .ifPresent(
              service ->
                  ignoredOfCodespaces(service)
                      .forEach(
                          each ->
                              ignored.add("services." + latest.entryServiceName() + "." + each)));
    }
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
    if (!deployment.reason().isEmpty() && !NOTICES.containsKey(deployment.reason())) {
      return new Condition("Rollout", "False", deployment.reason(), deployment.message());
    }
    return deployment.status().isRollingOut()
        ? new Condition("Rollout", "Unknown", "InProgress", "The rollout is in progress.")
        : new Condition("Rollout", "True", "Done", "");
  }

  private static List<String> ignored(Revision revision) {
    List<String> ignored = new ArrayList<>();
    revision
        .config()
        .services()
        .forEach(
            (name, service) -> {
              String prefix = "services." + name + ".";
              ignoredOfAll(service).forEach(each -> ignored.add(prefix + each));
            });
    return ignored;
  }

  private static List<String> ignoredOfAll(DeploymentConfig.Service service) {
    List<String> ignored = new ArrayList<>();
    if (service.instanceType() != null) {
      ignored.add("instance_type");
    }
    if (service.extras() != null && !service.extras().isNull()) {
      ignored.add("extras");
    }
    return ignored;
  }

  /** A codespace is one process that reloads changes itself. */
  private static List<String> ignoredOfCodespaces(DeploymentConfig.Service service) {
    List<String> ignored = new ArrayList<>();
    if (Revision.replicas(Optional.of(service)) > 1) {
      ignored.add("scaling.min_replicas");
    }
    if (service.deploymentStrategy() != null) {
      ignored.add("deployment_strategy");
    }
    return ignored;
  }
}
