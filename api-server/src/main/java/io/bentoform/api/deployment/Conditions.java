package io.bentoform.api.deployment;

import io.bentoform.api.engine.Limitation;
import io.bentoform.api.engine.Notice;
import io.bentoform.api.wire.DeploymentResponse.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The conditions of a deployment, beyond its status. */
public final class Conditions {
  /** The reason of a codespace that is up, with a notice. */
  public static final String CODESPACE = "CodespaceNotice";

  /** The reason of a deployment that runs without system packages that it requests. */
  public static final String SYSTEM_PACKAGES = "SystemPackagesSkipped";

  private static final Map<String, String> NOTICES =
      Map.of(CODESPACE, "Codespace", SYSTEM_PACKAGES, "Environment");

  private Conditions() {}

  /**
   * All of them.
   *
   * @param notices what users should know of the engine, and of the deployment now
   * @param limitations what the engine cannot honour of the latest revision
   */
  static List<Condition> of(
      Deployment deployment, List<Notice> notices, List<Limitation> limitations) {
    List<Condition> conditions = new ArrayList<>();
    conditions.add(rollout(deployment));
    String notice = NOTICES.get(deployment.reason());
    if (notice != null) {
      conditions.add(new Condition(notice, "False", deployment.reason(), deployment.message()));
    }
    for (Notice each : notices) {
      conditions.add(new Condition(each.condition(), "False", each.reason(), each.message()));
    }
    if (!limitations.isEmpty()) {
      conditions.add(new Condition("Honoured", "False", "NotSupportedByEngine", text(limitations)));
    }
    return conditions;
  }

  private static String text(List<Limitation> limitations) {
    return limitations.stream().map(Limitation::detail).distinct().collect(Collectors.joining(" "));
  }

  private static Condition rollout(Deployment deployment) {
    if (!deployment.reason().isEmpty() && !NOTICES.containsKey(deployment.reason())) {
      return new Condition("Rollout", "False", deployment.reason(), deployment.message());
    }
    return deployment.status().isRollingOut()
        ? new Condition("Rollout", "Unknown", "InProgress", "The rollout is in progress.")
        : new Condition("Rollout", "True", "Done", "");
  }
}
