package io.bentoform.provider.schema;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of a schema. Immutable: each method returns a modified copy.
 *
 * @param nested nested attributes, null for a plain attribute
 * @param defaultValue planned value when the configuration has none; only with {@link
 *     Mode#OPTIONAL_COMPUTED}, as hosts reject a default for any other mode
 * @param writeOnly the value appears in the configuration only and is never stored
 * @param sameMeaning whether two values, neither null nor unknown, are semantically equal: a plan
 *     then keeps the prior value. Null compares with {@code equals}
 */
public record Attribute(
    String name,
    Type type,
    @Nullable Nested nested,
    Mode mode,
    boolean sensitive,
    boolean writeOnly,
    String description,
    @Nullable Value defaultValue,
    List<Validator> validators,
    @Nullable BiPredicate<Value, Value> sameMeaning) {

  /** Where the value comes from. */
  public enum Mode {
    REQUIRED,
    OPTIONAL,
    /** Set by the provider only; a configuration must not set it. */
    COMPUTED,
    /** Set by the configuration, or else by the provider. */
    OPTIONAL_COMPUTED,
    /**
     * Set by the provider, or by a whole object assigned in the configuration that has an attribute
     * of this name. Hosts see a computed attribute, so generated configuration omits it.
     */
    COMPUTED_OR_REFERENCED;

    public boolean isComputed() {
      return this == COMPUTED || this == OPTIONAL_COMPUTED || this == COMPUTED_OR_REFERENCED;
    }
  }

  public Attribute {
    validators = List.copyOf(validators);
    if (defaultValue != null && mode != Mode.OPTIONAL_COMPUTED) {
      throw new IllegalArgumentException(
          name + ": only an optional and computed attribute can have a default");
    }
    if (writeOnly && mode.isComputed()) {
      throw new IllegalArgumentException(name + ": a write-only attribute cannot be computed");
    }
  }

  public static Attribute required(String name, Type type) {
    return plain(name, type, Mode.REQUIRED);
  }

  public static Attribute optional(String name, Type type) {
    return plain(name, type, Mode.OPTIONAL);
  }

  public static Attribute computed(String name, Type type) {
    return plain(name, type, Mode.COMPUTED);
  }

  public static Attribute optionalComputed(String name, Type type) {
    return plain(name, type, Mode.OPTIONAL_COMPUTED);
  }

  /** A nested attribute of an attribute to which whole objects are assigned. */
  public static Attribute computedOrReferenced(String name, Type type) {
    return plain(name, type, Mode.COMPUTED_OR_REFERENCED);
  }

  /** An optional attribute with nested attributes. */
  public static Attribute nested(String name, Nested.Nesting nesting, Attribute... attributes) {
    Nested nested = Nested.of(nesting, attributes);
    return new Attribute(
        name, nested.type(), nested, Mode.OPTIONAL, false, false, "", null, List.of(), null);
  }

  private static Attribute plain(String name, Type type, Mode mode) {
    return new Attribute(name, type, null, mode, false, false, "", null, List.of(), null);
  }

  public Attribute describedAs(String text) {
    return with(sensitive, writeOnly, text, defaultValue, validators, sameMeaning);
  }

  public Attribute withDefault(Value value) {
    return with(sensitive, writeOnly, description, value, validators, sameMeaning);
  }

  /** The same attribute, set by the provider only. */
  public Attribute asComputed() {
    return new Attribute(
        name,
        type,
        nested,
        Mode.COMPUTED,
        sensitive,
        writeOnly,
        description,
        defaultValue,
        validators,
        sameMeaning);
  }

  public Attribute asSensitive() {
    return with(true, writeOnly, description, defaultValue, validators, sameMeaning);
  }

  public Attribute asWriteOnly() {
    return with(sensitive, true, description, defaultValue, validators, sameMeaning);
  }

  public Attribute checkedBy(Validator validator) {
    List<Validator> longer = new ArrayList<>(validators);
    longer.add(validator);
    return with(sensitive, writeOnly, description, defaultValue, longer, sameMeaning);
  }

  /** Sets the semantic equality of values: equal values are no change, at any nesting depth. */
  public Attribute sameMeaning(BiPredicate<Value, Value> same) {
    return with(sensitive, writeOnly, description, defaultValue, validators, same);
  }

  private Attribute with(
      boolean nowSensitive,
      boolean nowWriteOnly,
      String text,
      @Nullable Value value,
      List<Validator> checks,
      @Nullable BiPredicate<Value, Value> same) {
    return new Attribute(
        name, type, nested, mode, nowSensitive, nowWriteOnly, text, value, checks, same);
  }
}
