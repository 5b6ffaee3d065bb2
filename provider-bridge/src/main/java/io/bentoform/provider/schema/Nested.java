package io.bentoform.provider.schema;

import io.bentoform.provider.cty.Type;
import java.util.LinkedHashMap;
import java.util.Map;

/** The nested attributes of an attribute, as a single object or a collection. */
public record Nested(Nesting nesting, Map<String, Attribute> attributes) {

  /** The collection kind of the nested objects. */
  public enum Nesting {
    SINGLE,
    LIST,
    MAP
  }

  public Nested {
    attributes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  static Nested of(Nesting nesting, Attribute... attributes) {
    return new Nested(nesting, Schema.byName(attributes));
  }

  /** The type of the attribute as a whole. */
  public Type type() {
    Type object = Schema.objectType(attributes);
    return switch (nesting) {
      case SINGLE -> object;
      case LIST -> new Type.ListOf(object);
      case MAP -> new Type.MapOf(object);
    };
  }
}
