package io.bentoform.api.secret;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How one revision of a secret differs from another, by key names, each list in the order of the
 * names.
 *
 * @param added keys that the other has not
 * @param removed keys that only the other has
 * @param changed keys of both with another value
 * @param moved keys of both with another type, path or sub path
 * @param staged whether they are given at another stage
 */
record SecretDifference(
    List<String> added,
    List<String> removed,
    List<String> changed,
    List<String> moved,
    boolean staged) {

  static SecretDifference between(SecretLayout before, SecretLayout after) {
    Map<String, Secret.Key> left = new HashMap<>();
    before.keys().forEach(key -> left.put(key.name(), key));
    List<String> added = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    List<String> moved = new ArrayList<>();
    boolean elsewhere =
        before.type() != after.type() || !Objects.equals(before.path(), after.path());
    for (Secret.Key key : after.keys()) {
      Secret.Key old = left.remove(key.name());
      if (old == null) {
        added.add(key.name());
      } else {
        if (old.revision() != key.revision()) {
          changed.add(key.name());
        }
        if (elsewhere || !Objects.equals(old.subPath(), key.subPath())) {
          moved.add(key.name());
        }
      }
    }
    return new SecretDifference(
        sorted(added.stream()),
        sorted(left.keySet().stream()),
        sorted(changed.stream()),
        sorted(moved.stream()),
        before.stage() != after.stage());
  }

  /** From a content of which the names of the keys alone are known: every value may be another. */
  static SecretDifference fromNames(List<String> before, SecretLayout after) {
    List<String> names = after.keyNames();
    return new SecretDifference(
        sorted(names.stream().filter(name -> !before.contains(name))),
        sorted(before.stream().filter(name -> !names.contains(name))),
        sorted(names.stream().filter(before::contains)),
        List.of(),
        false);
  }

  private static List<String> sorted(Stream<String> names) {
    return names.sorted().toList();
  }

  boolean isEmpty() {
    return effect() == SecretEffect.NONE;
  }

  /** The keys that differ in any way, by name. */
  List<String> keys() {
    return sorted(Stream.of(added, removed, changed, moved).flatMap(List::stream).distinct());
  }

  /**
   * What a deployment needs that holds the one and is to have the other: BentoCloud's rule, as the
   * provider plans it and as deployments show it.
   */
  SecretEffect effect() {
    if (!added.isEmpty() || !removed.isEmpty()) {
      return SecretEffect.RECREATE;
    }
    boolean differs = staged || !changed.isEmpty() || !moved.isEmpty();
    return differs ? SecretEffect.RESTART : SecretEffect.NONE;
  }
}
