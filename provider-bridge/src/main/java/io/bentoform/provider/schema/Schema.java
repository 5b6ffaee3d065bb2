package io.bentoform.provider.schema;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * The schema of a provider or resource. Nested blocks are not supported: protocol 6 has nested
 * attributes for the same purpose.
 *
 * @param version the version of the stored state; incremented when its format changes incompatibly
 */
public record Schema(long version, String description, Map<String, Attribute> attributes) {

  public Schema {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  public static Schema of(long version, String description, Attribute... attributes) {
    return new Schema(version, description, byName(attributes));
  }

  static Map<String, Attribute> byName(Attribute... attributes) {
    Map<String, Attribute> map = new LinkedHashMap<>();
    for (Attribute attribute : attributes) {
      if (map.put(attribute.name(), attribute) != null) {
        throw new IllegalArgumentException("duplicate attribute " + attribute.name());
      }
    }
    return map;
  }

  static Type.ObjectOf objectType(Map<String, Attribute> attributes) {
    Map<String, Type> types = new TreeMap<>();
    attributes.forEach((name, attribute) -> types.put(name, attribute.type()));
    return new Type.ObjectOf(types);
  }

  /** The type of a configuration or state of this schema. */
  public Type.ObjectOf type() {
    return objectType(attributes);
  }

  /** An object of this schema whose attributes are all null. */
  public Value.Fields empty() {
    Map<String, Value> entries = new TreeMap<>();
    attributes.keySet().forEach(name -> entries.put(name, Value.ofNull()));
    return new Value.Fields(entries);
  }

  /** The object without its write-only values, which must never be stored. */
  public Value.Fields withoutWriteOnly(Value.Fields object) {
    return withoutWriteOnly(object, attributes);
  }

  private static Value.Fields withoutWriteOnly(
      Value.Fields object, Map<String, Attribute> attributes) {
    Map<String, Value> entries = new TreeMap<>(object.entries());
    attributes.forEach(
        (name, attribute) -> {
          Nested nested = attribute.nested();
          if (attribute.writeOnly()) {
            entries.put(name, Value.ofNull());
          } else if (nested != null) {
            entries.computeIfPresent(name, (ignored, value) -> inside(value, nested));
          }
        });
    return new Value.Fields(entries);
  }

  private static Value inside(Value value, Nested nested) {
    return switch (value) {
      case Value.Sequence sequence ->
          Value.list(sequence.elements().stream().map(each -> object(each, nested)).toList());
      case Value.Fields map when nested.nesting() == Nested.Nesting.MAP -> {
        Map<String, Value> entries = new TreeMap<>();
        map.entries().forEach((key, each) -> entries.put(key, object(each, nested)));
        yield new Value.Fields(entries);
      }
      default -> object(value, nested);
    };
  }

  private static Value object(Value value, Nested nested) {
    return value instanceof Value.Fields object
        ? withoutWriteOnly(object, nested.attributes())
        : value;
  }

  /**
   * The object with the prior value wherever the new one is semantically equal. List elements are
   * matched by index, map elements by key.
   */
  public Value.Fields keepingSpelling(Value.Fields object, Value.Fields prior) {
    return keepingSpelling(object, prior, attributes);
  }

  private static Value.Fields keepingSpelling(
      Value.Fields object, Value.Fields prior, Map<String, Attribute> attributes) {
    Map<String, Value> entries = new TreeMap<>(object.entries());
    attributes.forEach(
        (name, attribute) ->
            entries.computeIfPresent(
                name, (ignored, value) -> spelled(value, prior.get(name), attribute)));
    return new Value.Fields(entries);
  }

  private static Value spelled(Value value, Value prior, Attribute attribute) {
    if (!value.isPresent() || !prior.isPresent()) {
      return value;
    }
    BiPredicate<Value, Value> same = attribute.sameMeaning();
    if (same != null && same.test(value, prior)) {
      return prior;
    }
    Nested nested = attribute.nested();
    return nested == null ? value : spelled(value, prior, nested);
  }

  private static Value spelled(Value value, Value prior, Nested nested) {
    return switch (value) {
      case Value.Sequence sequence -> {
        List<Value> before = prior.asList();
        List<Value> elements = new ArrayList<>();
        for (int i = 0; i < sequence.elements().size(); i++) {
          Value each = sequence.elements().get(i);
          elements.add(i < before.size() ? element(each, before.get(i), nested) : each);
        }
        yield Value.list(elements);
      }
      case Value.Fields map when nested.nesting() == Nested.Nesting.MAP -> {
        Map<String, Value> entries = new TreeMap<>(map.entries());
        entries.replaceAll(
            (key, each) -> element(each, prior.asMap().getOrDefault(key, Value.ofNull()), nested));
        yield new Value.Fields(entries);
      }
      default -> element(value, prior, nested);
    };
  }

  private static Value element(Value value, Value prior, Nested nested) {
    return value instanceof Value.Fields object && prior instanceof Value.Fields before
        ? keepingSpelling(object, before, nested.attributes())
        : value;
  }
}
