package io.bentoform.provider.bentocloud.secret;

import io.bentoform.provider.cty.Value;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The plan rules of a secret, as pure functions. The content changes if and only if the keys, the
 * settings (type, path, stage, sub paths) or a value differ, or the values are rewritten because
 * their version differs or the secret was changed outside of Terraform.
 */
final class SecretPlan {

  private SecretPlan() {}

  /** The configured secret. */
  record Wanted(Set<String> keys, boolean settingsDiffer, Values values) {}

  /** What is known about the configured values during the plan. */
  sealed interface Values {

    /** The values were compared; those of the given keys differ. */
    record Compared(Set<String> changed) implements Values {}

    /** The values have an unchanged version: existing keys keep their values. */
    record Kept() implements Values {}

    /** The values have a new version and are rewritten without a comparison. */
    record Rewritten() implements Values {}

    /** At least one value is unknown, or they could not be compared. */
    record NotKnown() implements Values {}
  }

  /** The planned change of the content. */
  sealed interface Content {

    record Unchanged() implements Content {}

    /**
     * The content is written.
     *
     * @param revision number, or unknown when it is not certain that the content changes
     * @param keyRevisions map of numbers, or unknown
     */
    record Written(Value revision, Value keyRevisions) implements Content {}
  }

  /** Plans a new secret: all revisions are 1. */
  static Content.Written create(Set<String> keys) {
    Map<String, Value> revisions = new TreeMap<>();
    keys.forEach(key -> revisions.put(key, Value.number(1)));
    return new Content.Written(Value.number(1), new Value.Fields(revisions));
  }

  /** Plans a replacement: the revisions are known after apply. */
  static Content.Written replacement() {
    return new Content.Written(Value.ofUnknown(), Value.ofUnknown());
  }

  /** Plans an update. */
  static Content update(SecretState prior, Wanted wanted) {
    boolean certain = wanted.settingsDiffer() || !wanted.keys().equals(prior.keys());
    Value next = Value.number(prior.revision() + 1);
    return switch (wanted.values()) {
      case Values.NotKnown ignored -> replacement();
      case Values.Rewritten ignored ->
          new Content.Written(certain ? next : Value.ofUnknown(), Value.ofUnknown());
      case Values.Kept ignored ->
          certain
              ? new Content.Written(next, keyRevisions(prior, wanted.keys(), Set.of()))
              : new Content.Unchanged();
      case Values.Compared(Set<String> changed) ->
          certain || !changed.isEmpty()
              ? new Content.Written(next, keyRevisions(prior, wanted.keys(), changed))
              : new Content.Unchanged();
    };
  }

  /** Changed and added keys get the new revision, the others keep their revision. */
  private static Value keyRevisions(SecretState prior, Set<String> keys, Set<String> changed) {
    Map<String, Value> revisions = new TreeMap<>();
    for (String key : keys) {
      Long before = prior.keyRevisions().get(key);
      boolean kept = before != null && prior.keys().contains(key) && !changed.contains(key);
      revisions.put(key, Value.number(kept ? before : prior.revision() + 1));
    }
    return new Value.Fields(revisions);
  }
}
