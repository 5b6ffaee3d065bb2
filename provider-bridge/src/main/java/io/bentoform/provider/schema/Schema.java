package io.bentoform.provider.schema;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The shape of a configuration and its state. Nested blocks are not offered: protocol 6 has nested
 * attributes for the same purpose.
 *
 * @param version of the stored state; raised when stored state needs a change of form
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
        throw new IllegalArgumentException("two attributes are named " + attribute.name());
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

  /** An object of this schema with every attribute null. */
  public Value.Fields empty() {
    Map<String, Value> entries = new TreeMap<>();
    attributes.keySet().forEach(name -> entries.put(name, Value.ofNull()));
    return new Value.Fields(entries);
  }

  /** The object without its write-only values, as everything that is stored must be. */
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
}
