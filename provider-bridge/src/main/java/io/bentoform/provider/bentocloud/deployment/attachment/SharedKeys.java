package io.bentoform.provider.bentocloud.deployment.attachment;

import io.bentoform.provider.client.SecretRecord;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.plan.PlanBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Attached secrets that define the same environment variable or file. The API refuses them if their
 * values differ. What this plan writes is compared here; what is stored, by the check of the API.
 *
 * @param checked whether the API checks the stored secrets of this plan
 */
public record SharedKeys(SecretLookup lookup, boolean checked) {

  /** Reports what the secrets of each list disagree about. */
  public void report(PlanBuilder plan, Attachments attached) {
    attached.byPlace().forEach((place, secrets) -> report(plan, place, secrets));
  }

  private void report(PlanBuilder plan, Path place, List<AttachedSecret> secrets) {
    for (int i = 0; i < secrets.size(); i++) {
      for (AttachedSecret other : secrets.subList(i + 1, secrets.size())) {
        report(plan, place, secrets.get(i), other);
      }
    }
  }

  private void report(PlanBuilder plan, Path place, AttachedSecret one, AttachedSecret other) {
    if (one.label().equals(other.label())) {
      return;
    }
    Optional<Set<String>> differing = lookup.plannedConflicts(one, other);
    if (differing.isPresent()) {
      if (!differing.get().isEmpty()) {
        plan.report(differ(place, one, other, differing.get()));
      }
      return;
    }
    if (checked && lookup.isStored(one) && lookup.isStored(other)) {
      return;
    }
    Set<String> shared = new TreeSet<>(one.keys().asTextSet());
    shared.retainAll(other.keys().asTextSet());
    shared.removeIf(key -> !isOnePlace(one.label(), other.label(), key));
    if (!shared.isEmpty()) {
      plan.report(mayDiffer(place, one, other, shared));
    }
  }

  /**
   * Files conflict only in the same directory; a secret that does not exist yet may always
   * conflict.
   */
  private boolean isOnePlace(String one, String other, String key) {
    if (!lookup.isReady()) {
      return true;
    }
    Optional<SecretRecord> first = lookup.find(one);
    Optional<SecretRecord> second = lookup.find(other);
    return first.isEmpty()
        || second.isEmpty()
        || first.get().location(key).equals(second.get().location(key));
  }

  private static Diagnostic differ(
      Path place, AttachedSecret one, AttachedSecret other, Set<String> places) {
    return Diagnostic.error(
        place,
        "Two attached secrets have different values for the same key",
        "The secrets \"%s\" and \"%s\" both contain %s, with different values. Remove it from one of"
                .formatted(one.label(), other.label(), String.join(", ", places))
            + " them or detach a secret.");
  }

  private static Diagnostic mayDiffer(
      Path place, AttachedSecret one, AttachedSecret other, Set<String> shared) {
    return Diagnostic.warning(
        place,
        "Two attached secrets share a key",
        ("The secrets \"%s\" and \"%s\" both contain %s. The API rejects the deployment if their"
                + " values differ. Remove one of them or detach a secret.")
            .formatted(one.label(), other.label(), String.join(", ", shared)));
  }
}
