package io.bentoform.provider.cty;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A type constraint. Values are sent without their type: both sides derive it from the schema. */
public sealed interface Type {

  Primitive STRING = Primitive.STRING;
  Primitive NUMBER = Primitive.NUMBER;
  Primitive BOOL = Primitive.BOOL;

  /** A primitive type. */
  enum Primitive implements Type {
    STRING,
    NUMBER,
    BOOL
  }

  /** Any type; each value carries its own. */
  record Dynamic() implements Type {}

  record ListOf(Type element) implements Type {}

  record SetOf(Type element) implements Type {}

  record MapOf(Type element) implements Type {}

  /**
   * An object with exactly these attributes.
   *
   * @param optional attributes that a configuration may omit; they are then null
   */
  record ObjectOf(Map<String, Type> attributes, Set<String> optional) implements Type {
    public ObjectOf {
      attributes = java.util.Collections.unmodifiableMap(new TreeMap<>(attributes));
      optional = java.util.Collections.unmodifiableSet(new TreeSet<>(optional));
    }

    public ObjectOf(Map<String, Type> attributes) {
      this(attributes, Set.of());
    }
  }

  record TupleOf(List<Type> elements) implements Type {
    public TupleOf {
      elements = List.copyOf(elements);
    }
  }
}
