package io.bentoform.api.secret;

import io.bentoform.api.http.Names;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.wire.ChosenUid;
import io.bentoform.api.wire.SecretRequest;
import io.bentoform.api.wire.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Validates requests for secrets. Converts them to {@link SecretContent}, or reports all
 * violations.
 */
final class SecretRules {
  private static final int DESCRIPTION = 1024;
  private static final int PATH_LENGTH = 512;

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
    if (name == null || !Names.isDns1123Label(name)) {
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

  /** The uid, if the client chose one. */
  @Nullable String uid(@Nullable String uid) {
    ChosenUid.violation(uid)
        .ifPresent(
            found -> {
              throw ProblemException.invalid(List.of(found));
            });
    return uid;
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
  SecretContent content(SecretRequest.@Nullable Content sent) {
    if (sent == null) {
      throw ProblemException.invalid(
          List.of(new Violation("/content", "missing", "The content of the secret is missing.")));
    }
    List<Violation> errors = new ArrayList<>();
    SecretType type = type(sent.type(), errors);
    Stage stage = stage(sent.stage(), errors);
    String path = path(type, sent.path(), errors);
    ItemRules rules = new ItemRules(limits, "/content/items", errors);
    List<SecretContent.Item> items = rules.items(sent.items());
    if (errors.isEmpty()) {
      if (path == null) {
        rules.checkVariables(items);
      } else {
        rules.checkFiles(items, path);
      }
    }
    refuse(errors);
    return new SecretContent(type, path, stage, items);
  }

  /**
   * The items of a comparison.
   *
   * @throws ProblemException 422 with every violation
   */
  List<SecretContent.Item> comparison(
      @Nullable List<SecretRequest.@Nullable Item> sent, String pointer) {
    List<Violation> errors = new ArrayList<>();
    List<SecretContent.Item> items = comparison(sent, pointer, errors);
    refuse(errors);
    return items;
  }

  private List<SecretContent.Item> comparison(
      @Nullable List<SecretRequest.@Nullable Item> sent, String pointer, List<Violation> errors) {
    int before = errors.size();
    ItemRules rules = new ItemRules(limits, pointer, errors);
    List<SecretContent.Item> items = rules.items(sent);
    if (errors.size() == before) {
      rules.requireValues(items);
    }
    return items;
  }

  /**
   * The items of many secrets, by the names of the secrets.
   *
   * @param most how many secrets there may be
   * @throws ProblemException 422 with every violation
   */
  Map<String, List<SecretContent.Item>> comparisons(
      @Nullable List<SecretRequest.@Nullable NamedComparison> sent, int most) {
    if (sent == null || sent.isEmpty() || sent.size() > most) {
      throw ProblemException.invalid(
          List.of(
              new Violation("/secrets", "bad_number", "Name 1 to " + most + " secrets at once.")));
    }
    List<Violation> errors = new ArrayList<>();
    Map<String, List<SecretContent.Item>> secrets = new LinkedHashMap<>();
    for (int i = 0; i < sent.size(); i++) {
      String pointer = "/secrets/" + i;
      SecretRequest.NamedComparison one = sent.get(i);
      String name = one == null || one.name() == null ? "" : one.name();
      if (!Names.isDns1123Label(name) || secrets.containsKey(name)) {
        errors.add(
            new Violation(
                pointer + "/name",
                "name_invalid",
                "Each secret must be named once, with a valid name."));
      }
      secrets.put(name, comparison(one == null ? null : one.items(), pointer + "/items", errors));
    }
    refuse(errors);
    return secrets;
  }

  private static void refuse(List<Violation> errors) {
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
  }

  private static SecretType type(@Nullable String sent, List<Violation> errors) {
    Optional<SecretType> type = sent == null ? Optional.of(SecretType.ENV) : SecretType.of(sent);
    if (type.isEmpty()) {
      errors.add(
          new Violation("/content/type", "unknown_word", "type must be one of env, mountfile."));
    }
    return type.orElse(SecretType.ENV);
  }

  private static Stage stage(@Nullable String sent, List<Violation> errors) {
    Optional<Stage> stage = sent == null ? Optional.of(Stage.RUNTIME) : Stage.of(sent);
    if (stage.isEmpty()) {
      errors.add(
          new Violation(
              "/content/stage", "unknown_word", "stage must be one of build, runtime, all."));
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
    Optional<String> path =
        MountPath.normalise(wanted).filter(normal -> normal.length() <= PATH_LENGTH);
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
}
