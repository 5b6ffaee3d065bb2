package io.bentoform.provider.bentocloud.deployment.attachment;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.plan.PlanBuilder;
import java.util.List;

/** Attached secrets that the same plan replaces by others of the same name. */
public final class ReplacedSecrets {

  private ReplacedSecrets() {}

  /** Warns of them. */
  public static void report(PlanBuilder plan, Attachments before, Attachments after) {
    after
        .byPlace()
        .forEach(
            (place, secrets) -> {
              for (int i = 0; i < secrets.size(); i++) {
                if (isReplaced(before.at(place), secrets.get(i))) {
                  plan.report(warning(place.index(i), secrets.get(i).label()));
                }
              }
            });
  }

  /** The uid of an existing secret is unknown only when this plan replaces the secret. */
  private static boolean isReplaced(List<AttachedSecret> before, AttachedSecret planned) {
    return planned.uid().isUnknown()
        && AttachedSecret.find(before, planned.name())
            .filter(held -> held.uid().isPresent() && held.revision().isPresent())
            .isPresent();
  }

  /** A provider cannot see whether the old secret is destroyed first. */
  private static Diagnostic warning(Path attached, String secret) {
    return Diagnostic.warning(
        attached,
        "The secret \"" + secret + "\" is replaced by one of the same name",
        "The old secret must be destroyed first. If create_before_destroy is set for the secret, or"
            + " for a resource that depends on it, such as this deployment, the creation fails"
            + " because the name is in use, and the old secret is kept: remove"
            + " create_before_destroy, or change the name. Changing a value does not require a"
            + " replacement.");
  }
}
