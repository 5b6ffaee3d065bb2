package io.bentoform.provider.bentocloud.secret;

import io.bentoform.provider.cty.Value;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The plan rules of a secret, as pure functions. Content changes exactly when the keys differ, or
 * the settings (type, path, stage, sub paths) do, or a value does, or values are written again
 * because their version differs or the secret moved outside.
 */
final class SecretPlan {

  private SecretPlan() {}

  /** What is stored of the secret before the change. */
  record Prior(Set<String> keys, long revision, Map<String, Long> keyRevisions) {}

  /** What the configuration wants. */
  record Wanted(Set<String> keys, boolean settingsDiffer, Values values) {}

  /** What is known at plan of the wanted values. */
  sealed interface Values {

    /** They were compared; these keys have other values. */
    record Compared(Set<String> changed) implements Values {}

    /** They have a version and it is the stored one: keys that stay keep their values. */
    record Kept() implements Values {}

    /** They have a version and are written again, without having been compared. */
    record Rewritten() implements Values {}

    /** At least one is not known before apply. */
    record NotKnown() implements Values {}
  }

  /** What the plan says about the content. */
  sealed interface Content {

    record Unchanged() implements Content {}

    /**
     * Content is written.
     *
     * @param revision number or unknown: known only where it is certain
     * @param keyRevisions map of numbers or unknown
     */
    record Written(Value revision, Value keyRevisions) implements Content {}
  }

  /** The plan of a new secret: everything begins with revision 1. */
  static Content.Written create(Set<String> keys) {
    Map<String, Value> revisions = new TreeMap<>();
    keys.forEach(key -> revisions.put(key, Value.number(1)));
    return new Content.Written(Value.number(1), new Value.Fields(revisions));
  }

  /** The plan of a secret that is replaced: the number it will get is the server's to say. */
  static Content.Written replacement() {
    return new Content.Written(Value.ofUnknown(), Value.ofUnknown());
  }

  /** The plan of a change. */
  static Content update(Prior prior, Wanted wanted) {
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

  /** Changed and added keys get the new revision, the others keep theirs. */
  private static Value keyRevisions(Prior prior, Set<String> keys, Set<String> changed) {
    Map<String, Value> revisions = new TreeMap<>();
    for (String key : keys) {
      Long before = prior.keyRevisions().get(key);
      boolean kept = before != null && prior.keys().contains(key) && !changed.contains(key);
      revisions.put(key, Value.number(kept ? before : prior.revision() + 1));
    }
    return new Value.Fields(revisions);
  }
}
