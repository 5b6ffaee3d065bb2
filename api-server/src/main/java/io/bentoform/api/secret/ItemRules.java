package io.bentoform.api.secret;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.http.Names;
import io.bentoform.api.wire.SecretRequest;
import io.bentoform.api.wire.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Validates the keys and values of one request. */
final class ItemRules {
  private static final int PATH_LENGTH = 512;

  private final SecretLimits limits;
  private final String pointer;
  private final List<Violation> errors;

  /**
   * Takes the place of the items.
   *
   * @param pointer a JSON pointer to their array
   * @param errors where violations are added
   */
  ItemRules(SecretLimits limits, String pointer, List<Violation> errors) {
    this.limits = limits;
    this.pointer = pointer;
    this.errors = errors;
  }

  /** The items as they stand; what is wrong with any of them is among the errors. */
  List<SecretContent.Item> items(@Nullable List<SecretRequest.@Nullable Item> sent) {
    if (sent == null || sent.isEmpty()) {
      errors.add(new Violation(pointer, "missing", "A secret needs at least one key."));
      return List.of();
    }
    if (sent.size() > limits.keys()) {
      String most = "A secret has at most %d keys, and this one has %d.";
      errors.add(
          new Violation(pointer, "too_many_keys", most.formatted(limits.keys(), sent.size())));
    }
    List<SecretContent.Item> items = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < sent.size(); i++) {
      SecretContent.Item item = item(sent.get(i), i);
      if (!item.key().isEmpty() && !keys.add(item.key())) {
        wrong(i, "key", "duplicate_key", "The key " + item.key() + " is duplicated.");
      }
      items.add(item);
    }
    long total = items.stream().map(SecretContent.Item::value).mapToLong(ItemRules::size).sum();
    if (total > limits.secretBytes()) {
      String most = "All values together have at most %d bytes.";
      errors.add(new Violation(pointer, "secret_too_large", most.formatted(limits.secretBytes())));
    }
    return items;
  }

  private static int size(@Nullable Hidden value) {
    return value == null ? 0 : value.size();
  }

  private SecretContent.Item item(SecretRequest.@Nullable Item sent, int i) {
    if (sent == null || sent.key() == null || sent.key().isEmpty()) {
      wrong(i, "key", "missing", "A key is missing.");
      return new SecretContent.Item("", null, null);
    }
    Hidden value = sent.value() == null ? null : sent.value().hidden();
    if (value != null) {
      checkValue(sent.key(), value, i);
    }
    String subPath = sent.subPath() == null || sent.subPath().isEmpty() ? null : sent.subPath();
    return new SecretContent.Item(sent.key(), subPath, value);
  }

  private void checkValue(String key, Hidden value, int i) {
    if (value.size() > limits.valueBytes()) {
      String most = "The value of %s has more than %d bytes.";
      wrong(i, "value", "value_too_large", most.formatted(key, limits.valueBytes()));
    }
    String text = value.reveal();
    if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      wrong(i, "value", "value_not_text", "The value of " + key + " is not valid UTF-8.");
    }
  }

  /** Every item must bring a value. */
  void requireValues(List<SecretContent.Item> items) {
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).value() == null) {
        wrong(i, "value", "missing", "The value of " + items.get(i).key() + " is missing.");
      }
    }
  }

  /** The keys must be names of environment variables. */
  void checkVariables(List<SecretContent.Item> items) {
    for (int i = 0; i < items.size(); i++) {
      SecretContent.Item item = items.get(i);
      if (!Names.isEnvironmentName(item.key())) {
        wrong(
            i,
            "key",
            "key_invalid",
            "The key "
                + item.key()
                + " is not valid as an environment variable: use letters, digits and"
                + " underscores, not a digit first, and no name that BentoML sets itself.");
      }
      if (item.subPath() != null) {
        wrong(i, "sub_path", "path_without_files", "Only a key of type mountfile has a sub path.");
      }
    }
  }

  /** The keys must be names of files that can lie side by side under this folder. */
  void checkFiles(List<SecretContent.Item> items, String path) {
    Set<String> files = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      SecretContent.Item item = items.get(i);
      String file = MountPath.file(path, item.subPath(), item.key());
      if (!MountPath.isSegment(item.key())) {
        wrong(
            i,
            "key",
            "key_invalid",
            "The key "
                + item.key()
                + " is not valid as a file name: use only letters, digits, dots, underscores"
                + " and hyphens.");
      } else if (item.subPath() != null && !MountPath.isRelative(item.subPath())) {
        wrong(
            i,
            "sub_path",
            "sub_path_invalid",
            "The sub path of " + item.key() + " must be a relative path of plain names.");
      } else if (file.length() > PATH_LENGTH) {
        wrong(i, "sub_path", "too_long", "The path of the file of " + item.key() + " is too long.");
      } else if (MountPath.isReserved(file)) {
        wrong(
            i,
            "key",
            "path_reserved",
            "The file of " + item.key() + " would be in a folder that is reserved for BentoML.");
      } else if (files.stream().anyMatch(other -> MountPath.isAbove(file, other))) {
        wrong(
            i,
            "key",
            "file_and_folder",
            "The file of " + item.key() + " conflicts with a folder of another file.");
      }
      files.add(file);
    }
  }

  private void wrong(int i, String member, String code, String detail) {
    errors.add(new Violation(pointer + "/" + i + "/" + member, code, detail));
  }
}
