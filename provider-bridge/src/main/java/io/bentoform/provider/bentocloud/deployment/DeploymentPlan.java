package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a change does to a deployment, as a pure function. Secrets are the same when their names
 * are, wherever they stand in the list.
 *
 * <ul>
 *   <li>replace ⇔ name or cluster changes, or a secret attached before and after has another key
 *       set (unless key changes are to restart only);
 *   <li>restart ⇔ not replaced, and a secret's revision differs from what the replicas hold, or it
 *       was made again and is another one, or a secret is attached or detached, or the
 *       configuration or the trigger differs;
 *   <li>nothing is rolled out otherwise: another order of the secrets, other labels.
 * </ul>
 */
final class DeploymentPlan {

  private DeploymentPlan() {}

  /**
   * A planned change.
   *
   * @param before what the replicas hold
   * @param after what they are to hold
   * @param identityDiffers whether name or cluster changes
   * @param configurationDiffers whether anything that needs a rollout changes, or a trigger does,
   *     or the last rollout failed, so that what is configured does not run
   */
  record Change(
      List<Attached> before,
      List<Attached> after,
      boolean recreateOnKeyChange,
      boolean identityDiffers,
      boolean configurationDiffers) {}

  /** What it does. */
  sealed interface Effect {

    /**
     * The deployment is made anew.
     *
     * @param keyChanges the attributes of secrets that ask for it; none when only the identity does
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

  /** Keys that are unknown or null on one side are no other key set: nobody can say so. */
  private static List<Path> keyChanges(Change change) {
    List<Path> paths = new ArrayList<>();
    Path secrets = Path.of(DeploymentSchema.SECRETS);
    for (int i = 0; i < change.after().size(); i++) {
      Attached after = change.after().get(i);
      int at = i;
      Attached.find(change.before(), after.name())
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

  /** A path into the list is understood only where both sides have the same secret. */
  private static boolean isAt(List<Attached> elements, int index, Attached element) {
    return index < elements.size() && elements.get(index).name().equals(element.name());
  }

  private static boolean attachmentsDiffer(Change change) {
    if (!names(change.before()).equals(names(change.after()))) {
      return true;
    }
    return change.after().stream()
        .anyMatch(
            after ->
                Attached.find(change.before(), after.name())
                    .filter(before -> before.keys().equals(after.keys()))
                    .filter(before -> before.revision().equals(after.revision()))
                    .filter(before -> isSame(before.uid(), after.uid()))
                    .isEmpty());
  }

  /** A state of an earlier release, and an API without uids, cannot tell two secrets apart. */
  private static boolean isSame(Value before, Value after) {
    return after.isNull() || before.isNull() || before.equals(after);
  }

  private static Set<Value> names(List<Attached> elements) {
    return elements.stream().map(Attached::name).collect(Collectors.toSet());
  }
}
