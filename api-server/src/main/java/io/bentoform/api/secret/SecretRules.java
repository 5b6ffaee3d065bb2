package io.bentoform.api.secret;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.wire.ProblemException;
import io.bentoform.api.wire.SecretRequest;
import io.bentoform.api.wire.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a secret may look like. Turns a request into {@link Content}, or says all that is wrong. */
final class SecretRules {
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern ENVIRONMENT_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,252}");
  private static final Set<String> SET_BY_THE_RUNTIME = Set.of("BENTOML_HOME", "BENTO_PATH");
  private static final int DESCRIPTION = 1024;

  private final SecretLimits limits;

  SecretRules(SecretLimits limits) {
    this.limits = limits;
  }

  /**
   * The name of a new secret.
   *
   * @throws ProblemException 422
   */
  String name(@Nullable String name) {
    if (name == null || !DNS_LABEL.matcher(name).matches()) {
      throw ProblemException.invalid(
          List.of(
              new Violation(
                  "/name",
                  "name_invalid",
                  "The name of a secret is 1 to 63 lower-case letters, digits and hyphens, and"
                      + " begins and ends with a letter or digit.")));
    }
    return name;
  }

  /** The description, if one was sent. */
  @Nullable String description(@Nullable String description) {
    if (description != null && description.length() > DESCRIPTION) {
      throw ProblemException.invalid(
          List.of(
              new Violation(
                  "/description",
                  "too_long",
                  "The description is longer than " + DESCRIPTION + " characters.")));
    }
    return description;
  }

  /**
   * The content.
   *
   * @throws ProblemException 422 with every violation
   */
  Content content(SecretRequest.@Nullable Content sent) {
    if (sent == null) {
      throw ProblemException.invalid(
          List.of(new Violation("/content", "missing", "The secret needs a content.")));
    }
    List<Violation> errors = new ArrayList<>();
    SecretType type = type(sent.type(), errors);
    Stage stage = stage(sent.stage(), errors);
    String path = path(type, sent.path(), errors);
    List<Content.Item> items = items(sent.items(), errors);
    for (int i = 0; i < items.size(); i++) {
      checkKey(type, path, items.get(i), "/content/items/" + i, errors);
    }
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
    return new Content(type, path, stage, items);
  }

  /**
   * The items of a comparison.
   *
   * @throws ProblemException 422 with every violation
   */
  List<Content.Item> comparison(@Nullable List<SecretRequest.@Nullable Item> sent) {
    List<Violation> errors = new ArrayList<>();
    List<Content.Item> items = items(sent, errors);
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).value() == null) {
        errors.add(
            new Violation(
                "/content/items/" + i + "/value", "missing", "A value to compare is missing."));
      }
    }
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
    return items;
  }

  private static SecretType type(@Nullable String sent, List<Violation> errors) {
    Optional<SecretType> type = sent == null ? Optional.of(SecretType.ENV) : SecretType.of(sent);
    if (type.isEmpty()) {
      errors.add(new Violation("/content/type", "unknown_word", "The type is env or mountfile."));
    }
    return type.orElse(SecretType.ENV);
  }

  private static Stage stage(@Nullable String sent, List<Violation> errors) {
    Optional<Stage> stage = sent == null ? Optional.of(Stage.RUNTIME) : Stage.of(sent);
    if (stage.isEmpty()) {
      errors.add(
          new Violation("/content/stage", "unknown_word", "The stage is build, runtime or all."));
    }
    return stage.orElse(Stage.RUNTIME);
  }

  private static @Nullable String path(
      SecretType type, @Nullable String sent, List<Violation> errors) {
    String wanted = sent == null || sent.isEmpty() ? MountPath.HOME : sent;
    if (type == SecretType.ENV) {
      if (sent != null && !sent.isEmpty()) {
        errors.add(
            new Violation(
                "/content/path",
                "path_without_files",
                "Only a secret of type mountfile has a path."));
      }
      return null;
    }
    Optional<String> path = MountPath.normalise(wanted);
    if (path.isEmpty()) {
      errors.add(
          new Violation(
              "/content/path",
              "path_outside_home",
              "The path must be $BENTOML_HOME or lie under it, with plain names, as"
                  + " $BENTOML_HOME/demo."));
    }
    return path.orElse(MountPath.HOME);
  }

  private List<Content.Item> items(
      @Nullable List<SecretRequest.@Nullable Item> sent, List<Violation> errors) {
    List<Content.Item> items = new ArrayList<>();
    if (sent == null || sent.isEmpty()) {
      errors.add(new Violation("/content/items", "missing", "A secret needs at least one key."));
      return items;
    }
    if (sent.size() > limits.keys()) {
      errors.add(
          new Violation(
              "/content/items",
              "too_many_keys",
              "A secret has at most "
                  + limits.keys()
                  + " keys, and here are "
                  + sent.size()
                  + "."));
    }
    Set<String> seen = new HashSet<>();
    long total = 0;
    for (int i = 0; i < sent.size(); i++) {
      SecretRequest.Item item = sent.get(i);
      String pointer = "/content/items/" + i;
      if (item == null || item.key() == null || item.key().isEmpty()) {
        errors.add(new Violation(pointer + "/key", "missing", "A key is missing."));
        continue;
      }
      if (!seen.add(item.key())) {
        errors.add(
            new Violation(
                pointer + "/key", "duplicate_key", "The key " + item.key() + " is there twice."));
      }
      Hidden value = item.value() == null ? null : item.value().hidden();
      total += checkValue(item.key(), value, pointer, errors);
      items.add(new Content.Item(item.key(), emptyAsNull(item.subPath()), value));
    }
    if (total > limits.secretBytes()) {
      errors.add(
          new Violation(
              "/content/items",
              "secret_too_large",
              "All values together have at most " + limits.secretBytes() + " bytes."));
    }
    return items;
  }

  private int checkValue(
      String key, @Nullable Hidden value, String pointer, List<Violation> errors) {
    if (value == null) {
      return 0;
    }
    if (value.size() > limits.valueBytes()) {
      errors.add(
          new Violation(
              pointer + "/value",
              "value_too_large",
              "The value of " + key + " has more than " + limits.valueBytes() + " bytes."));
    }
    if (value.reveal().indexOf('\0') >= 0) {
      errors.add(
          new Violation(
              pointer + "/value",
              "value_not_text",
              "The value of " + key + " holds a NUL character."));
    }
    return value.size();
  }

  private static void checkKey(
      SecretType type,
      @Nullable String path,
      Content.Item item,
      String pointer,
      List<Violation> errors) {
    String key = item.key();
    if (type == SecretType.ENV) {
      if (!ENVIRONMENT_NAME.matcher(key).matches() || SET_BY_THE_RUNTIME.contains(key)) {
        errors.add(
            new Violation(
                pointer + "/key",
                "key_invalid",
                "The key "
                    + key
                    + " cannot be an environment variable: letters, digits and"
                    + " underscores, not a digit first, and none that BentoML sets itself."));
      }
      if (item.subPath() != null) {
        errors.add(
            new Violation(
                pointer + "/sub_path",
                "path_without_files",
                "Only a key of type mountfile has a sub path."));
      }
      return;
    }
    if (!MountPath.isSegment(key)) {
      errors.add(
          new Violation(
              pointer + "/key",
              "key_invalid",
              "The key "
                  + key
                  + " cannot be a file name: letters, digits, dots, underscores and"
                  + " hyphens alone."));
    } else if (item.subPath() != null && !MountPath.isRelative(item.subPath())) {
      errors.add(
          new Violation(
              pointer + "/sub_path",
              "sub_path_invalid",
              "The sub path of " + key + " must be a relative path of plain names."));
    } else if (path != null && MountPath.isReserved(MountPath.file(path, item.subPath(), key))) {
      errors.add(
          new Violation(
              pointer + "/key",
              "path_reserved",
              "The file of " + key + " would lie in a folder that BentoML keeps for itself."));
    }
  }

  private static @Nullable String emptyAsNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
