package io.bentoform.api.deployment;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.secret.MountPath;
import io.bentoform.api.secret.Secret;
import io.bentoform.api.secret.SecretType;
import io.bentoform.api.secret.Secrets;
import io.bentoform.api.wire.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Finds secrets that conflict in one deployment: the same environment key or the same file path
 * with different values, or a file where another secret needs a folder.
 */
final class KeyConflicts {
  private record Owner(String secret, Hidden value) {}

  private KeyConflicts() {}

  /**
   * The conflicts, each at the later of the two secrets. Equal values do not conflict.
   *
   * @param pointer to the settings of the version that they are attached to
   */
  static List<Violation> find(String pointer, List<Secrets.Resolved> attached) {
    List<Violation> conflicts = new ArrayList<>();
    Map<String, Owner> variables = new TreeMap<>();
    Map<String, Owner> files = new TreeMap<>();
    for (int i = 0; i < attached.size(); i++) {
      Secrets.Resolved resolved = attached.get(i);
      String position = pointer + "/secrets/" + i;
      Secret secret = resolved.secret();
      for (Secret.Key key : secret.keys()) {
        Hidden value = Objects.requireNonNull(resolved.values().get(key.name()));
        Owner owner = new Owner(secret.name(), value);
        if (secret.type() == SecretType.ENV) {
          claim(
              variables,
              key.name(),
              owner,
              "the environment key " + key.name(),
              position,
              conflicts);
        } else {
          String file =
              MountPath.file(Objects.requireNonNull(secret.path()), key.subPath(), key.name());
          claim(files, file, owner, "the file $BENTOML_HOME/" + file, position, conflicts);
          folders(files, file, secret.name(), position, conflicts);
        }
      }
    }
    return conflicts;
  }

  private static void claim(
      Map<String, Owner> owners,
      String place,
      Owner owner,
      String what,
      String position,
      List<Violation> conflicts) {
    Owner first = owners.putIfAbsent(place, owner);
    if (first != null && !first.value().matches(owner.value())) {
      conflicts.add(
          new Violation(
              position,
              "keys_conflict",
              "The secrets "
                  + first.secret()
                  + " and "
                  + owner.secret()
                  + " give different values to "
                  + what
                  + ". Keep it in only one of them, or attach only one of them."));
    }
  }

  private static void folders(
      Map<String, Owner> files,
      String file,
      String secret,
      String position,
      List<Violation> conflicts) {
    for (Map.Entry<String, Owner> other : files.entrySet()) {
      if (MountPath.isAbove(file, other.getKey())) {
        conflicts.add(
            new Violation(
                position,
                "keys_conflict",
                "The secrets "
                    + other.getValue().secret()
                    + " and "
                    + secret
                    + " contain $BENTOML_HOME/"
                    + other.getKey()
                    + " and $BENTOML_HOME/"
                    + file
                    + ", but one of these would have to be a folder. Move one of them."));
        return;
      }
    }
  }
}
