package io.bentoform.provider.validation;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.schema.Validator;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Limits the size of a map of strings; unknown values have no size. No message contains a value.
 *
 * @param what the map is, capitalized, for messages
 * @param keys the greatest number of keys; there must be at least one
 * @param valueBytes the greatest size of a value in UTF-8
 * @param totalBytes the greatest size of all values
 */
public record MapLimits(String what, int keys, int valueBytes, int totalBytes)
    implements Validator {

  @Override
  public void validate(Path path, Value value, Consumer<Diagnostic> report) {
    Map<String, Value> values = value.asMap();
    Findings found = new Findings();
    String name = what.toLowerCase(Locale.ROOT);
    found.require(
        !values.isEmpty(), path, what + " has no keys", "Set at least one key in %s.", path);
    found.require(
        values.size() <= keys,
        path,
        "Too many keys",
        "The %s has %d keys; at most %d are allowed.",
        name,
        values.size(),
        keys);
    long total = 0;
    for (Map.Entry<String, Value> entry : values.entrySet()) {
      total += size(path, entry.getKey(), entry.getValue(), found);
    }
    found.require(
        total <= totalBytes,
        path,
        what + " too large",
        "The values have %d bytes; at most %d are allowed.",
        total,
        totalBytes);
    found.errors().forEach(report);
  }

  private int size(Path map, String key, Value value, Findings found) {
    found.require(
        !value.isNull(),
        map.key(key),
        "Null value",
        "The value of the key \"%s\" is null. Remove the key or set a value.",
        key);
    int bytes = value.asText().map(text -> text.getBytes(StandardCharsets.UTF_8).length).orElse(0);
    found.require(
        bytes <= valueBytes,
        map.key(key),
        "Value too large",
        "The value of \"%s\" has %d bytes; at most %d (%d KiB) are allowed.",
        key,
        bytes,
        valueBytes,
        valueBytes >> 10);
    return bytes;
  }
}
