package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.bentocloud.deployment.attachment.AttachedSecret;
import io.bentoform.provider.bentocloud.deployment.attachment.AttachmentSchema;
import io.bentoform.provider.bentocloud.deployment.attachment.Attachments;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import java.util.ArrayList;
import java.util.HashSet;
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
      Attachments before,
      Attachments after,
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
    change
        .after()
        .byPlace()
        .forEach((place, after) -> keyChanges(place, change.before().at(place), after, paths));
    return paths;
  }

  private static void keyChanges(
      Path place, List<AttachedSecret> before, List<AttachedSecret> after, List<Path> paths) {
    for (int i = 0; i < after.size(); i++) {
      AttachedSecret planned = after.get(i);
      int at = i;
      AttachedSecret.find(before, planned.name())
          .filter(held -> held.keys().isWhollyKnown() && held.keys().isPresent())
          .filter(held -> planned.keys().isWhollyKnown() && planned.keys().isPresent())
          .filter(held -> !held.keys().equals(planned.keys()))
          .ifPresent(
              held ->
                  paths.add(
                      isAt(before, at, held)
                          ? place.index(at).attribute(AttachmentSchema.KEYS)
                          : place));
    }
  }

  /** The host accepts a path into the list only where both sides have the same secret. */
  private static boolean isAt(List<AttachedSecret> elements, int index, AttachedSecret element) {
    return index < elements.size() && elements.get(index).name().equals(element.name());
  }

  private static boolean attachmentsDiffer(Change change) {
    Set<Path> places = new HashSet<>(change.before().byPlace().keySet());
    places.addAll(change.after().byPlace().keySet());
    return places.stream()
        .anyMatch(place -> differ(change.before().at(place), change.after().at(place)));
  }

  private static boolean differ(List<AttachedSecret> before, List<AttachedSecret> after) {
    if (!names(before).equals(names(after))) {
      return true;
    }
    return after.stream()
        .anyMatch(
            planned ->
                AttachedSecret.find(before, planned.name())
                    .filter(held -> held.keys().equals(planned.keys()))
                    .filter(held -> held.revision().equals(planned.revision()))
                    .filter(held -> isSame(held.uid(), planned.uid()))
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
