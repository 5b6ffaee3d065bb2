package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a change does to a deployment, as a pure function. Secrets are matched by name; their order
 * does not matter.
 *
 * <ul>
 *   <li>replace ⇔ the name or cluster changes, or the key set of a secret that stays attached
 *       changes (unless {@code recreate_on_key_change} is false);
 *   <li>restart ⇔ not replaced, and a secret's revision differs from the one that the replicas use,
 *       or a secret was recreated, attached or detached, or the configuration or the trigger
 *       changes;
 *   <li>no rollout otherwise, for example for reordered secrets or changed labels.
 * </ul>
 */
final class DeploymentPlan {

  private DeploymentPlan() {}

  /**
   * A planned change.
   *
   * @param before the secrets that the replicas use
   * @param after the planned secrets
   * @param identityDiffers whether the name or cluster changes
   * @param configurationDiffers whether configuration that needs a rollout or a trigger changes, or
   *     the current configuration is not running, for example after a failed rollout
   */
  record Change(
      List<AttachedSecret> before,
      List<AttachedSecret> after,
      boolean recreateOnKeyChange,
      boolean identityDiffers,
      boolean configurationDiffers) {}

  /** The effect of a change. */
  sealed interface Effect {

    /**
     * The deployment is replaced.
     *
     * @param keyChanges the paths of the changed key sets; empty when only the identity changes
     */
    record Replace(List<Path> keyChanges) implements Effect {}

    /** One rollout in place. */
    record Restart() implements Effect {}

    record NoRollout() implements Effect {}
  }

  static Effect effect(Change change) {
    List<Path> keyChanges = keyChanges(change);
    boolean keysReplace = change.recreateOnKeyChange() && !keyChanges.isEmpty();
    if (change.identityDiffers() || keysReplace) {
      return new Effect.Replace(keysReplace ? keyChanges : List.of());
    }
    if (change.configurationDiffers() || attachmentsDiffer(change)) {
      return new Effect.Restart();
    }
    return new Effect.NoRollout();
  }

  /** Keys that are unknown or null on either side do not count as changed. */
  private static List<Path> keyChanges(Change change) {
    List<Path> paths = new ArrayList<>();
    Path secrets = Path.of(DeploymentSchema.SECRETS);
    for (int i = 0; i < change.after().size(); i++) {
      AttachedSecret after = change.after().get(i);
      int at = i;
      AttachedSecret.find(change.before(), after.name())
          .filter(before -> before.keys().isWhollyKnown() && before.keys().isPresent())
          .filter(before -> after.keys().isWhollyKnown() && after.keys().isPresent())
          .filter(before -> !before.keys().equals(after.keys()))
          .ifPresent(
              before ->
                  paths.add(
                      isAt(change.before(), at, before)
                          ? secrets.index(at).attribute(DeploymentSchema.KEYS)
                          : secrets));
    }
    return paths;
  }

  /** The host accepts a path into the list only where both sides have the same secret. */
  private static boolean isAt(List<AttachedSecret> elements, int index, AttachedSecret element) {
    return index < elements.size() && elements.get(index).name().equals(element.name());
  }

  private static boolean attachmentsDiffer(Change change) {
    if (!names(change.before()).equals(names(change.after()))) {
      return true;
    }
    return change.after().stream()
        .anyMatch(
            after ->
                AttachedSecret.find(change.before(), after.name())
                    .filter(before -> before.keys().equals(after.keys()))
                    .filter(before -> before.revision().equals(after.revision()))
                    .filter(before -> isSame(before.uid(), after.uid()))
                    .isEmpty());
  }

  /** The uid is null in a state of an earlier release and with an API without uids. */
  private static boolean isSame(Value before, Value after) {
    return after.isNull() || before.isNull() || before.equals(after);
  }

  private static Set<Value> names(List<AttachedSecret> elements) {
    return elements.stream().map(AttachedSecret::name).collect(Collectors.toSet());
  }
}
