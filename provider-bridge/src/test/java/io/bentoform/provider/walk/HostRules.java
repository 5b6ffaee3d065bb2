package io.bentoform.provider.walk;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.proto.TfPlugin6.AttributePath;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Nested;
import io.bentoform.provider.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a host works out by itself, and what it refuses (contract terraform-plugin, 5.7 to 5.14). No
 * text repeats a value.
 */
final class HostRules {

  private HostRules() {}

  /** The proposed new state: the configuration, and prior values where it leaves computed ones. */
  static Value.Fields proposed(Schema schema, Value prior, Value.Fields config) {
    return proposed(schema.attributes(), prior, config);
  }

  private static Value.Fields proposed(
      Map<String, Attribute> attributes, Value prior, Value.Fields config) {
    Value.Fields before =
        prior instanceof Value.Fields fields ? fields : new Value.Fields(Map.of());
    Map<String, Value> entries = new TreeMap<>();
    attributes.forEach(
        (name, attribute) ->
            entries.put(name, proposed(attribute, before.get(name), config.get(name))));
    return new Value.Fields(entries);
  }

  private static Value proposed(Attribute attribute, Value prior, Value config) {
    if (config.isNull() && attribute.mode().isComputed()) {
      return prior;
    }
    Nested nested = attribute.nested();
    if (nested == null || !config.isPresent()) {
      return config;
    }
    return switch (config) {
      case Value.Sequence(List<Value> elements) -> {
        List<Value> before = prior.asList();
        List<Value> merged = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
          Value partner = i < before.size() ? before.get(i) : Value.ofNull();
          merged.add(proposed(nested.attributes(), partner, (Value.Fields) elements.get(i)));
        }
        yield Value.list(merged);
      }
      case Value.Fields map when nested.nesting() == Nested.Nesting.MAP -> {
        Map<String, Value> merged = new TreeMap<>(map.entries());
        merged.replaceAll(
            (key, each) -> proposed(nested.attributes(), prior.get(key), (Value.Fields) each));
        yield new Value.Fields(merged);
      }
      default -> proposed(nested.attributes(), prior, (Value.Fields) config);
    };
  }

  /** Where a plan is none that a host takes. */
  static List<Path> invalid(Schema schema, Value planned, Value config, Value prior) {
    List<Path> found = new ArrayList<>();
    object(Path.ROOT, schema.attributes(), planned, config, prior, found);
    return found;
  }

  private static void object(
      Path path,
      Map<String, Attribute> attributes,
      Value planned,
      Value config,
      Value prior,
      List<Path> found) {
    attributes.forEach(
        (name, attribute) ->
            attribute(
                path.attribute(name),
                attribute,
                member(planned, name),
                member(config, name),
                member(prior, name),
                found));
  }

  private static Value member(Value object, String name) {
    return object instanceof Value.Fields fields ? fields.get(name) : Value.ofNull();
  }

  private static void attribute(
      Path path, Attribute attribute, Value planned, Value config, Value prior, List<Path> found) {
    Attribute.Mode mode = attribute.mode();
    boolean readOnly =
        mode == Attribute.Mode.COMPUTED || mode == Attribute.Mode.COMPUTED_OR_REFERENCED;
    if (attribute.writeOnly()) {
      check(path, planned.isNull(), found);
    } else if (planned.equals(config)
        || (planned.equals(prior) && !prior.isNull() && !config.isNull())
        || readOnly
        || (config.isNull() && mode.isComputed())) {
      return;
    } else if (config.isNull() || attribute.nested() == null) {
      found.add(path);
    } else {
      nested(path, attribute.nested(), planned, config, prior, found);
    }
  }

  private static void nested(
      Path path, Nested nested, Value planned, Value config, Value prior, List<Path> found) {
    Map<Object, Value> wanted = elements(nested, config);
    Map<Object, Value> got = elements(nested, planned);
    check(path, planned.isPresent() && got.keySet().equals(wanted.keySet()), found);
    Map<Object, Value> before = elements(nested, prior);
    wanted.forEach(
        (key, each) ->
            object(
                path.key(key.toString()),
                nested.attributes(),
                got.getOrDefault(key, Value.ofNull()),
                each,
                before.getOrDefault(key, Value.ofNull()),
                found));
  }

  private static Map<Object, Value> elements(Nested nested, Value value) {
    Map<Object, Value> elements = new LinkedHashMap<>();
    switch (nested.nesting()) {
      case SINGLE -> elements.put("", value);
      case MAP -> elements.putAll(value.asMap());
      case LIST -> value.asList().forEach(each -> elements.put(elements.size(), each));
    }
    return elements;
  }

  private static void check(Path path, boolean good, List<Path> found) {
    if (!good) {
      found.add(path);
    }
  }

  /** Where a value is not what was planned: what was known must be the same. */
  static List<Path> broken(Value planned, Value actual) {
    List<Path> found = new ArrayList<>();
    compare(Path.ROOT, planned, actual, found);
    return found;
  }

  private static void compare(Path path, Value planned, Value actual, List<Path> found) {
    switch (planned) {
      case Value.Unknown ignored -> {
        // anything may come of it
      }
      case Value.Fields(Map<String, Value> entries) when actual instanceof Value.Fields now -> {
        check(path, entries.keySet().equals(now.entries().keySet()), found);
        entries.forEach((name, each) -> compare(path.attribute(name), each, now.get(name), found));
      }
      case Value.Sequence(List<Value> elements) when actual.asList().size() == elements.size() -> {
        for (int i = 0; i < elements.size(); i++) {
          compare(path.index(i), elements.get(i), actual.asList().get(i), found);
        }
      }
      default -> check(path, planned.equals(actual), found);
    }
  }

  /** Whether a path that asks for replacement counts: its value differs, or is not known. */
  static boolean replaces(AttributePath path, Value prior, Value planned) {
    Value before = at(path, prior);
    Value after = at(path, planned);
    return !after.isWhollyKnown() || !after.equals(before);
  }

  private static Value at(AttributePath path, Value value) {
    Value found = value;
    for (AttributePath.Step step : path.getStepsList()) {
      found =
          switch (step.getSelectorCase()) {
            case ATTRIBUTE_NAME -> member(found, step.getAttributeName());
            case ELEMENT_KEY_STRING -> member(found, step.getElementKeyString());
            case ELEMENT_KEY_INT -> element(found.asList(), step.getElementKeyInt());
            case SELECTOR_NOT_SET -> throw new AssertionError("a path with an empty step");
          };
    }
    return found;
  }

  private static Value element(List<Value> elements, long index) {
    return index < elements.size() ? elements.get((int) index) : Value.ofNull();
  }
}
