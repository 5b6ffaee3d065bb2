package io.bentoform.provider.walk;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.walk.Change.Action;
import io.bentoform.provider.walk.Truth.Content;
import io.bentoform.provider.walk.Truth.Deployment;
import io.bentoform.provider.walk.Truth.Secret;
import io.bentoform.provider.walk.Truth.Seen;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The README's "The rule, exactly", once more and in other words than the provider's. */
final class Rule {

  private Rule() {}

  /**
   * What a plan does to a secret.
   *
   * @param known whether the plan can tell the revision
   */
  record SecretOutcome(Action action, Secret after, boolean known) {

    /** The secret as the plan shows it to a deployment. */
    Seen planned() {
      Seen seen = after.seen();
      return known ? seen : new Seen(seen.identity(), 0, seen.keys());
    }
  }

  static SecretOutcome secret(Optional<Secret> there, Value.Fields wanted, int next) {
    Value.Fields shown = Meaning.shown(wanted);
    Value.Fields settings = Meaning.settings(wanted);
    Map<String, Value> values = new TreeMap<>(wanted.get("values_wo").asMap());
    if (there.isEmpty()
        || there.get().tainted()
        || !there.get().shown().get("name").equals(shown.get("name"))) {
      Secret made = new Secret(next, shown, new Content(settings, values), 1, false, false);
      return new SecretOutcome(there.isEmpty() ? Action.CREATE : Action.REPLACE, made, true);
    }
    Secret before = there.get();
    Map<String, Value> stored = before.content().values();
    boolean certain =
        !settings.equals(before.content().settings()) || !values.keySet().equals(stored.keySet());
    Value version = wanted.get("values_wo_version");
    boolean versioned = !version.isNull();
    boolean rewritten =
        versioned && (before.moved() || !version.equals(before.shown().get("values_wo_version")));
    if (versioned && !rewritten) {
      values.replaceAll((key, value) -> stored.getOrDefault(key, value));
    }
    Content content = new Content(settings, values);
    boolean changed = !content.equals(before.content());
    boolean described = !shown.get("description").equals(before.shown().get("description"));
    boolean acts = rewritten || changed || !shown.equals(before.shown());
    boolean moved = before.moved() && !(rewritten || changed || described);
    long revision = before.revision() + (changed ? 1 : 0);
    return new SecretOutcome(
        acts ? Action.UPDATE : Action.NO_OP,
        new Secret(before.identity(), shown, content, revision, moved, false),
        certain || !rewritten);
  }

  /** What happens to a deployment. */
  enum Effect {
    CREATE(Action.CREATE),
    REPLACE(Action.REPLACE),
    RESTART(Action.UPDATE),
    CHANGE(Action.UPDATE),
    NOTHING(Action.NO_OP);

    private final Action action;

    Effect(Action action) {
      this.action = action;
    }

    Action action() {
      return action;
    }
  }

  static Effect deployment(Optional<Deployment> there, Wanted wanted, Map<String, Seen> secrets) {
    Value.Fields config = wanted.deployment().orElseThrow();
    if (there.isEmpty()) {
      return Effect.CREATE;
    }
    Deployment before = there.get();
    boolean renamed =
        config.get("name").asText().filter(name -> !name.equals(before.name())).isPresent();
    boolean keysDiffer =
        wanted.names().stream()
            .filter(before.held()::containsKey)
            .anyMatch(
                name -> !Seen.of(before.held(), name).keys().equals(Seen.of(secrets, name).keys()));
    if (before.tainted() || renamed || (keysDiffer && Meaning.recreates(config))) {
      return Effect.REPLACE;
    }
    Map<String, Seen> held = new TreeMap<>();
    wanted.names().forEach(name -> held.put(name, Seen.of(secrets, name)));
    if (!held.equals(before.held()) || !Meaning.runs(config).equals(before.runs())) {
      return Effect.RESTART;
    }
    boolean shown =
        Meaning.shown(wanted).equals(before.shown()) && wanted.names().equals(before.names());
    return shown ? Effect.NOTHING : Effect.CHANGE;
  }
}
