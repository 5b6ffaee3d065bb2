package io.bentoform.provider.schema;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The configuration checks that hosts leave to the provider: null for a required argument, a value
 * for a read-only attribute, a write-only value on a host without write-only support; then the
 * validators of the schema, at last those of whole objects. Unknown values are skipped: the host
 * validates again when they are known.
 */
public final class ConfigCheck {

  private final boolean writeOnlyAllowed;
  private final List<Diagnostic> found = new ArrayList<>();

  /** The validators of objects, which rely on what those of single attributes find valid. */
  private final List<Runnable> objects = new ArrayList<>();

  private ConfigCheck(boolean writeOnlyAllowed) {
    this.writeOnlyAllowed = writeOnlyAllowed;
  }

  /**
   * Validates a configuration.
   *
   * @param writeOnlyAllowed whether the host supports write-only attributes and never stores their
   *     values
   */
  public static List<Diagnostic> run(Schema schema, Value.Fields config, boolean writeOnlyAllowed) {
    ConfigCheck check = new ConfigCheck(writeOnlyAllowed);
    check.object(Path.ROOT, schema.attributes(), config);
    if (check.found.isEmpty()) {
      check.objects.forEach(Runnable::run);
    }
    return check.found;
  }

  private void object(Path path, Map<String, Attribute> attributes, Value.Fields object) {
    attributes.forEach(
        (name, attribute) -> attribute(path.attribute(name), attribute, object.get(name)));
  }

  private void attribute(Path path, Attribute attribute, Value value) {
    if (value.isNull()) {
      if (attribute.mode() == Attribute.Mode.REQUIRED) {
        found.add(
            Diagnostic.error(
                path,
                "Missing value for " + attribute.name(),
                "The argument \"" + path + "\" is required and must not be null."));
      }
      return;
    }
    if (attribute.mode() == Attribute.Mode.COMPUTED) {
      found.add(
          Diagnostic.error(
              path,
              "Read-only attribute " + attribute.name(),
              "The attribute \""
                  + path
                  + "\" is set by the provider. Remove it from the configuration."));
      return;
    }
    if (attribute.writeOnly() && !writeOnlyAllowed) {
      found.add(
          Diagnostic.error(
              path,
              "Write-only attributes are not supported",
              "\""
                  + path
                  + "\" is write-only, which requires Terraform or OpenTofu 1.11 or later. Upgrade,"
                  + " so that its value is never stored in the state."));
      return;
    }
    if (value.isUnknown()) {
      return;
    }
    Nested nested = attribute.nested();
    if (nested == null) {
      validate(path, attribute, value);
    } else {
      nested(path, nested, value);
      objects.add(() -> validate(path, attribute, value));
    }
  }

  private void validate(Path path, Attribute attribute, Value value) {
    attribute.validators().forEach(validator -> validator.validate(path, value, found::add));
  }

  private void nested(Path path, Nested nested, Value value) {
    switch (value) {
      case Value.Sequence sequence -> {
        for (int i = 0; i < sequence.elements().size(); i++) {
          element(path.index(i), nested, sequence.elements().get(i));
        }
      }
      case Value.Fields map when nested.nesting() == Nested.Nesting.MAP ->
          map.entries().forEach((key, each) -> element(path.key(key), nested, each));
      default -> element(path, nested, value);
    }
  }

  private void element(Path path, Nested nested, Value value) {
    if (value instanceof Value.Fields object) {
      object(path, nested.attributes(), object);
    } else if (value.isNull()) {
      found.add(
          Diagnostic.error(
              path, "Null element", "\"" + path + "\" is null. Remove the element or set it."));
    }
  }
}
