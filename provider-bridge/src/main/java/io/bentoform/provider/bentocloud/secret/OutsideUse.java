package io.bentoform.provider.bentocloud.secret;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.client.Capabilities;
import io.bentoform.provider.client.DeploymentRecord;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.plan.PlanBuilder;
import java.util.List;

/**
 * Deployments that use a secret and that no plan restarts, because Terraform does not manage them.
 * A host plans a secret before the deployments that attach it, so the API has to tell.
 */
record OutsideUse(ApiAccess access) {

  /**
   * Warns of them, once for each secret whose content changes.
   *
   * @param keysDiffer whether the plan changes the keys
   */
  void report(PlanBuilder plan, ObjectId secret, boolean keysDiffer) {
    ApiAccess.Connection.Ready ready = access.readyOrNull();
    if (ready == null || !ApiAccess.offers(ready, Capabilities::knowsWhatManagesDeployments)) {
      return;
    }
    List<String> names =
        access
            .ask(
                "list the deployments that are not managed by Terraform",
                () -> access.run().unmanaged(secret.cluster(), ready.api()),
                plan::report)
            .orElse(List.of())
            .stream()
            .filter(each -> uses(each, secret.name()))
            .map(DeploymentRecord::name)
            .sorted()
            .toList();
    if (!names.isEmpty()) {
      plan.report(warning(secret, names, keysDiffer));
    }
  }

  /** What is terminated starts with the values as they then are. */
  private static boolean uses(DeploymentRecord deployment, String secret) {
    return !deployment.status().isTerminated()
        && deployment.secrets().stream().anyMatch(held -> held.name().equals(secret));
  }

  private static Diagnostic warning(ObjectId secret, List<String> names, boolean keysDiffer) {
    String until =
        keysDiffer
            ? "keep the old keys and values until they are recreated"
            : "keep the old values until they are restarted";
    return Diagnostic.warning(
        Path.ROOT,
        "Deployments that are not managed by Terraform use the secret \"" + secret.name() + "\"",
        "This plan does not change these deployments. They %s: %s."
            .formatted(until, String.join(", ", names)));
  }
}
