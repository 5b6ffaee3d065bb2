package io.bentoform.provider.schema;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of a schema. Immutable: each method returns a modified copy.
 *
 * @param nested nested attributes, null for a plain attribute
 * @param traits what the modifiers have added
 * @param defaultValue planned value when the configuration has none; only with {@link
 *     Mode#OPTIONAL_COMPUTED}, as hosts reject a default for any other mode
 * @param sameMeaning whether two values, neither null nor unknown, are semantically equal: a plan
 *     and a refresh then keep the prior value. Null compares with {@code equals}
 */
public record Attribute(
    String name,
    Type type,
    @Nullable Nested nested,
    Mode mode,
    Set<Trait> traits,
    String description,
    @Nullable Value defaultValue,
    List<Validator> validators,
    @Nullable BiPredicate<Value, Value> sameMeaning) {

  /** A property that an attribute does not have unless a modifier adds it. */
  public enum Trait {
    SENSITIVE,
    WRITE_ONLY,
    REPLACES,
    KEEPS_PRIOR
  }

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
    traits = Collections.unmodifiableSet(copy(traits));
    validators = List.copyOf(validators);
    if (defaultValue != null && mode != Mode.OPTIONAL_COMPUTED) {
      throw new IllegalArgumentException(
          name + ": only an optional and computed attribute can have a default");
    }
    if (traits.contains(Trait.WRITE_ONLY) && mode.isComputed()) {
      throw new IllegalArgumentException(name + ": a write-only attribute cannot be computed");
    }
    if (traits.contains(Trait.KEEPS_PRIOR) && !mode.isComputed()) {
      throw new IllegalArgumentException(
          name + ": only a computed attribute can keep its prior value");
    }
  }

  private static Set<Trait> copy(Set<Trait> traits) {
    return traits.isEmpty() ? EnumSet.noneOf(Trait.class) : EnumSet.copyOf(traits);
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
        name, nested.type(), nested, Mode.OPTIONAL, Set.of(), "", null, List.of(), null);
  }

  private static Attribute plain(String name, Type type, Mode mode) {
    return new Attribute(name, type, null, mode, Set.of(), "", null, List.of(), null);
  }

  /** Whether hosts hide the value. */
  public boolean sensitive() {
    return traits.contains(Trait.SENSITIVE);
  }

  /** Whether the value appears in the configuration only and is never stored. */
  public boolean writeOnly() {
    return traits.contains(Trait.WRITE_ONLY);
  }

  /** Whether another value requires another object. */
  public boolean requiresReplacement() {
    return traits.contains(Trait.REPLACES);
  }

  /** Whether an update leaves the value as it is, unless the configuration sets it. */
  public boolean keepsPriorValue() {
    return traits.contains(Trait.KEEPS_PRIOR);
  }

  public Attribute describedAs(String text) {
    return new Attribute(
        name, type, nested, mode, traits, text, defaultValue, validators, sameMeaning);
  }

  public Attribute withDefault(Value value) {
    return new Attribute(
        name, type, nested, mode, traits, description, value, validators, sameMeaning);
  }

  /** The same attribute, set by the provider only. */
  public Attribute asComputed() {
    return new Attribute(
        name,
        type,
        nested,
        Mode.COMPUTED,
        traits,
        description,
        defaultValue,
        validators,
        sameMeaning);
  }

  public Attribute asSensitive() {
    return with(Trait.SENSITIVE);
  }

  public Attribute asWriteOnly() {
    return with(Trait.WRITE_ONLY);
  }

  /** A change of the value requires replacement of the object. */
  public Attribute replaces() {
    return with(Trait.REPLACES);
  }

  /** Of a computed attribute: an update keeps its prior value, where it is not configured. */
  public Attribute keepsPrior() {
    return with(Trait.KEEPS_PRIOR);
  }

  private Attribute with(Trait trait) {
    Set<Trait> more = copy(traits);
    more.add(trait);
    return new Attribute(
        name, type, nested, mode, more, description, defaultValue, validators, sameMeaning);
  }

  public Attribute checkedBy(Validator validator) {
    List<Validator> longer = new ArrayList<>(validators);
    longer.add(validator);
    return new Attribute(
        name, type, nested, mode, traits, description, defaultValue, longer, sameMeaning);
  }

  /** Sets the semantic equality of values: equal values are no change, at any nesting depth. */
  public Attribute sameMeaning(BiPredicate<Value, Value> same) {
    return new Attribute(
        name, type, nested, mode, traits, description, defaultValue, validators, same);
  }
}
