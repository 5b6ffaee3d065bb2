package io.bentoform.provider.schema;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

  /** The schema of some of its attributes. */
  public Schema only(String... names) {
    return of(
        version, description, Stream.of(names).map(attributes::get).toArray(Attribute[]::new));
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

  /** An object of this schema whose attributes have their defaults, or are null. */
  public Value.Fields defaults() {
    Map<String, Value> entries = new TreeMap<>();
    attributes.forEach(
        (name, attribute) ->
            entries.put(
                name, Objects.requireNonNullElse(attribute.defaultValue(), Value.ofNull())));
    return new Value.Fields(entries);
  }

  /**
   * The state after an apply: what was planned, and what the API answered wherever the plan was
   * unknown.
   */
  public Value.Fields filled(Value.Fields planned, Value.Fields answered) {
    return rewrite(planned, answered, planned, Schema::filled);
  }

  private static Value filled(Place place) {
    Value value = place.value();
    boolean known = place.attribute().nested() == null ? value.isWhollyKnown() : !value.isUnknown();
    return known ? value : Objects.requireNonNullElse(place.prior(), Value.ofNull());
  }

  /** What was read of an object, in the spelling of its state wherever that means the same. */
  public Value.Fields refreshed(Value.Fields state, Value.Fields read) {
    return read.equals(state) ? read : rewrite(read, state, read, Place::inKnownSpelling);
  }

  /**
   * What a user would write for an object: without what the provider sets, and without what is the
   * default.
   */
  public Value.Fields configuration(Value.Fields object) {
    return rewrite(object, null, object, Schema::written);
  }

  private static Value written(Place place) {
    Attribute attribute = place.attribute();
    boolean set =
        switch (attribute.mode()) {
          case COMPUTED, COMPUTED_OR_REFERENCED -> true;
          case OPTIONAL_COMPUTED -> place.value().equals(attribute.defaultValue());
          case REQUIRED, OPTIONAL -> false;
        };
    return set ? Value.ofNull() : place.value();
  }

  /** The object without its write-only values, which must never be stored. */
  public Value.Fields withoutWriteOnly(Value.Fields object) {
    return rewrite(
        object,
        null,
        object,
        place -> place.attribute().writeOnly() ? Value.ofNull() : place.value());
  }

  /**
   * Visits the attributes of an object, an attribute before those nested in it.
   *
   * @param prior the prior state, null for a new object
   */
  public void visit(Value.Fields object, Value.@Nullable Fields prior, Consumer<Place> visitor) {
    rewrite(
        object,
        prior,
        object,
        place -> {
          visitor.accept(place);
          return place.value();
        });
  }

  /**
   * Rewrites the attributes of an object, an attribute before those nested in its new value.
   *
   * @param prior the prior state, null for a new object
   * @param config the configuration
   * @param step returns the new value of each attribute
   */
  public Value.Fields rewrite(
      Value.Fields object,
      Value.@Nullable Fields prior,
      Value.Fields config,
      Function<Place, Value> step) {
    return new Rewriting(step).object(Path.ROOT, attributes, object, prior, config);
  }
}
