package io.bentoform.api.rollout;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.engine.EnvironmentVariable;
import io.bentoform.api.engine.SecretFile;
import io.bentoform.api.secret.MountPath;
import io.bentoform.api.secret.Secret;
import io.bentoform.api.secret.SecretType;
import io.bentoform.api.secret.Secrets;
import io.bentoform.api.secret.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** What attached secrets give to builds and replicas. */
final class AttachedValues {

  private AttachedValues() {}

  /** The variables of the secrets that are used at a stage. */
  static List<EnvironmentVariable> variables(
      List<Secrets.Resolved> attached, Predicate<Stage> stage) {
    List<EnvironmentVariable> variables = new ArrayList<>();
    for (Secrets.Resolved resolved : attached) {
      if (resolved.secret().type() == SecretType.ENV && stage.test(resolved.secret().stage())) {
        resolved
            .values()
            .forEach((key, value) -> variables.add(new EnvironmentVariable(key, value)));
      }
    }
    return variables;
  }

  /** The files of the secrets that are used at run time. */
  static List<SecretFile> files(List<Secrets.Resolved> attached) {
    // By path: two secrets may agree about a file.
    Map<String, SecretFile> files = new LinkedHashMap<>();
    for (Secrets.Resolved resolved : attached) {
      Secret secret = resolved.secret();
      if (secret.type() == SecretType.FILE && secret.stage().atRuntime()) {
        String folder = Objects.requireNonNull(secret.path());
        for (Secret.Key key : secret.keys()) {
          Hidden value = Objects.requireNonNull(resolved.values().get(key.name()));
          String path = MountPath.file(folder, key.subPath(), key.name());
          files.put(path, new SecretFile(path, value));
        }
      }
    }
    return List.copyOf(files.values());
  }
}
