package io.bentoform.api.secret;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The content of one revision of a secret without its values: what there is, where it is given to a
 * replica, and in which revision each value is from.
 *
 * @param path the folder of the files; null for {@link SecretType#ENV}
 */
record SecretLayout(SecretType type, @Nullable String path, Stage stage, List<Secret.Key> keys) {
  /** Before the first revision. */
  static final SecretLayout EMPTY =
      new SecretLayout(SecretType.ENV, null, Stage.RUNTIME, List.of());

  /**
   * The layout of the next revision.
   *
   * @param changed the keys whose values are new; the others must be there already
   */
  SecretLayout next(int revision, SecretContent content, Set<String> changed) {
    Map<String, Integer> kept = new HashMap<>();
    keys.forEach(key -> kept.put(key.name(), key.revision()));
    return new SecretLayout(
        content.type(),
        content.path(),
        content.stage(),
        content.items().stream()
            .map(
                item ->
                    new Secret.Key(
                        item.key(),
                        item.subPath(),
                        changed.contains(item.key())
                            ? revision
                            : Objects.requireNonNull(kept.get(item.key()))))
            .toList());
  }

  List<String> keyNames() {
    return keys.stream().map(Secret.Key::name).toList();
  }
}
