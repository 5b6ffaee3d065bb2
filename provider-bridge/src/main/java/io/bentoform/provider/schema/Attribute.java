package io.bentoform.provider.schema;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One attribute of a schema. Immutable: each method below answers a changed copy.
 *
 * @param nested attributes inside, null for a plain attribute
 * @param defaultValue value at plan when the configuration has none; only with {@link
 *     Mode#OPTIONAL_COMPUTED}, as hosts refuse a planned value elsewhere
 * @param writeOnly the value is seen in the configuration and never stored
 * @param sameMeaning whether two values, neither of them null or unknown, say the same: a plan then
 *     keeps the prior one. Null when only equal values do
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

  /** Who decides the value. */
  public enum Mode {
    REQUIRED,
    OPTIONAL,
    /** The provider alone; a configuration may not set it. */
    COMPUTED,
    /** The user, else the provider. */
    OPTIONAL_COMPUTED,
    /**
     * The provider, or another object that the configuration refers to as a whole and that has an
     * attribute of this name. Hosts see a computed attribute: configuration that they generate
     * leaves it out.
     */
    COMPUTED_OR_REFERENCED;

    public boolean isComputed() {
      return this == COMPUTED || this == OPTIONAL_COMPUTED || this == COMPUTED_OR_REFERENCED;
    }
  }

  public Attribute {
    validators = List.copyOf(validators);
    if (defaultValue != null && mode != Mode.OPTIONAL_COMPUTED) {
      throw new IllegalArgumentException(name + ": only optional and computed has a default");
    }
    if (writeOnly && mode.isComputed()) {
      throw new IllegalArgumentException(name + ": a write-only attribute is never computed");
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

  /** An attribute inside another one, to which whole objects are assigned. */
  public static Attribute computedOrReferenced(String name, Type type) {
    return plain(name, type, Mode.COMPUTED_OR_REFERENCED);
  }

  /** An optional attribute with attributes inside. */
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

  /** Another spelling of the same value is then no change, wherever the attribute stands. */
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
