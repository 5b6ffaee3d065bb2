package io.bentoform.provider.bentocloud.secret;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.validation.Findings;
import io.bentoform.provider.validation.Names;
import io.bentoform.provider.validation.RelativePaths;
import java.util.List;
import java.util.Map;

/**
 * Validates a secret across attributes. Unknown values are skipped, no message contains a value.
 */
final class SecretChecks {

  private static final Path VALUES = Path.of(SecretSchema.VALUES);
  private static final Path SUB_PATHS = Path.of(SecretSchema.SUB_PATHS);

  private final Value.Fields config;
  private final Findings found = new Findings();

  private SecretChecks(Value.Fields config) {
    this.config = config;
  }

  static List<Diagnostic> run(Value.Fields config) {
    SecretChecks checks = new SecretChecks(config);
    Value type = config.get(SecretSchema.TYPE);
    if (!type.isUnknown()) {
      checks.locations(type.equals(Value.text(SecretSchema.FILE)));
    }
    return checks.found.errors();
  }

  private void locations(boolean file) {
    config.get(SecretSchema.VALUES).asMap().keySet().forEach(key -> key(key, file));
    Value path = config.get(SecretSchema.PATH);
    if (path.isPresent()) {
      path(path, file);
    }
    Map<String, Value> subPaths = config.get(SecretSchema.SUB_PATHS).asMap();
    found.require(
        file || subPaths.isEmpty(),
        SUB_PATHS,
        "sub_paths requires type \"file\"",
        "Only files have sub paths: set type = \"file\" or remove sub_paths.");
    if (file) {
      subPaths.forEach(this::subPath);
    }
  }

  private void key(String key, boolean file) {
    found.require(
        file || Names.isEnvironmentName(key),
        VALUES.key(key),
        "Key is not an environment variable name",
        "The key \"%s\" is not a valid environment variable name: use letters, digits and"
            + " underscores, not starting with a digit. For files set type = \"file\".",
        key);
    found.require(
        !file || Names.isPathSegment(key),
        VALUES.key(key),
        "Key is not a file name",
        "The key \"%s\" is not a valid file name: it must be a single path segment.",
        key);
  }

  private void path(Value path, boolean file) {
    found.require(
        file,
        Path.of(SecretSchema.PATH),
        "path requires type \"file\"",
        "Only files have a path: set type = \"file\" or remove path.");
    found.require(
        !file || SecretSchema.underHome(path).isPresent(),
        Path.of(SecretSchema.PATH),
        "Path outside $BENTOML_HOME",
        "\"%s\" is not under $BENTOML_HOME. Write \"$BENTOML_HOME\" or"
            + " \"$BENTOML_HOME/some/folder\", without \"..\" or other variables.",
        path.asText(""));
  }

  private void subPath(String key, Value value) {
    Value values = config.get(SecretSchema.VALUES);
    found.require(
        !values.isPresent() || values.asMap().containsKey(key),
        SUB_PATHS.key(key),
        "Sub path of an unknown key",
        "values_wo has no key \"%s\". Add the key or remove its sub path.",
        key);
    found.require(
        value.isUnknown() || value.asText().filter(RelativePaths::isPlain).isPresent(),
        SUB_PATHS.key(key),
        "Invalid sub path",
        "The sub path of \"%s\" must be a plain relative path such as \"a/b\".",
        key);
  }
}
