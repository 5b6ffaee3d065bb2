package io.bentoform.provider.bentocloud.secret;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.validation.Names;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Validates the configuration of a secret, with the server's limits. Unknown values are skipped. No
 * message contains a value.
 */
final class SecretChecks {

  static final int VALUE_BYTES = 64 << 10;
  static final int SECRET_BYTES = 1 << 20;
  static final int KEYS = 256;

  private final Value.Fields config;
  private final List<Diagnostic> found = new ArrayList<>();

  private SecretChecks(Value.Fields config) {
    this.config = config;
  }

  static List<Diagnostic> run(Value.Fields config) {
    SecretChecks checks = new SecretChecks(config);
    Value type = config.get(SecretSchema.TYPE);
    if (!type.isUnknown()) {
      checks.locations(type.asText().orElse(SecretSchema.ENV).equals(SecretSchema.FILE));
    }
    checks.sizes();
    return checks.found;
  }

  private void locations(boolean file) {
    Map<String, Value> values = config.get(SecretSchema.VALUES).asMap();
    values.keySet().forEach(key -> key(key, file));
    config.get(SecretSchema.PATH).asText().ifPresent(path -> path(path, file));
    Value subPaths = config.get(SecretSchema.SUB_PATHS);
    if (!subPaths.isPresent()) {
      return;
    }
    Path where = Path.of(SecretSchema.SUB_PATHS);
    if (!file && !subPaths.asMap().isEmpty()) {
      error(
          where,
          "sub_paths requires type \"file\"",
          "Only files have sub paths: set type = \"file\" or remove sub_paths.");
      return;
    }
    boolean keysKnown = config.get(SecretSchema.VALUES).isPresent();
    subPaths.asMap().forEach((key, value) -> subPath(key, value, keysKnown, values));
  }

  private void key(String key, boolean file) {
    Path where = Path.of(SecretSchema.VALUES).key(key);
    if (!file && !Names.isEnvironmentName(key)) {
      error(
          where,
          "Key is not an environment variable name",
          "The key \""
              + key
              + "\" is not a valid environment variable name: use letters, digits and underscores,"
              + " not starting with a digit. For files set type = \"file\".");
    }
    if (file && !Names.isPathSegment(key)) {
      error(
          where,
          "Key is not a file name",
          "The key \"" + key + "\" is not a valid file name: it must be a single path segment.");
    }
  }

  private void path(String path, boolean file) {
    Path where = Path.of(SecretSchema.PATH);
    if (!file) {
      error(
          where,
          "path requires type \"file\"",
          "Only files have a path: set type = \"file\" or remove path.");
    } else if (!SecretPaths.isUnderHome(path)) {
      error(
          where,
          "Path outside $BENTOML_HOME",
          "\""
              + path
              + "\" is not under $BENTOML_HOME. Write \"$BENTOML_HOME\" or"
              + " \"$BENTOML_HOME/some/folder\", without \"..\" or other variables.");
    }
  }

  private void subPath(String key, Value value, boolean keysKnown, Map<String, Value> values) {
    Path where = Path.of(SecretSchema.SUB_PATHS).key(key);
    if (keysKnown && !values.containsKey(key)) {
      error(
          where,
          "Sub path of an unknown key",
          "values_wo has no key \"" + key + "\". Add the key or remove its sub path.");
    }
    if (value.isNull()
        || value.asText().filter(text -> !SecretPaths.isRelative(text)).isPresent()) {
      error(
          where,
          "Invalid sub path",
          "The sub path of \"" + key + "\" must be a plain relative path such as \"a/b\".");
    }
  }

  private void sizes() {
    Value values = config.get(SecretSchema.VALUES);
    Path where = Path.of(SecretSchema.VALUES);
    if (!values.isPresent()) {
      return;
    }
    if (values.asMap().isEmpty()) {
      error(where, "Secret has no keys", "Set at least one key in values_wo.");
    }
    if (values.asMap().size() > KEYS) {
      error(
          where,
          "Too many keys",
          "The secret has " + values.asMap().size() + " keys; at most " + KEYS + " are allowed.");
    }
    long total = 0;
    for (Map.Entry<String, Value> entry : values.asMap().entrySet()) {
      total += size(where.key(entry.getKey()), entry.getKey(), entry.getValue());
    }
    if (total > SECRET_BYTES) {
      error(
          where,
          "Secret too large",
          "The values have " + total + " bytes; at most " + SECRET_BYTES + " are allowed.");
    }
  }

  private int size(Path where, String key, Value value) {
    if (value.isNull()) {
      error(
          where,
          "Null value",
          "The value of the key \"" + key + "\" is null. Remove the key or set a value.");
    }
    int bytes = value.asText().map(text -> text.getBytes(StandardCharsets.UTF_8).length).orElse(0);
    if (bytes > VALUE_BYTES) {
      error(
          where,
          "Value too large",
          "The value of \""
              + key
              + "\" has "
              + bytes
              + " bytes; at most "
              + VALUE_BYTES
              + " (64 KiB) are allowed.");
    }
    return bytes;
  }

  private void error(Path where, String summary, String detail) {
    found.add(Diagnostic.error(where, summary, detail));
  }
}
