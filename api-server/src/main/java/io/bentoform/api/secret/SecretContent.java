package io.bentoform.api.secret;

import io.bentoform.api.crypto.Hidden;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a secret as it is asked for.
 *
 * @param path the folder of the files, beginning with {@code $BENTOML_HOME}; null for {@link
 *     SecretType#ENV}
 */
public record SecretContent(SecretType type, @Nullable String path, Stage stage, List<Item> items) {

  /**
   * One key.
   *
   * @param value null keeps the value that the key has
   */
  public record Item(String key, @Nullable String subPath, @Nullable Hidden value) {}
}
