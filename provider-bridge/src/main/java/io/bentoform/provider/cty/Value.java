package io.bentoform.provider.cty;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A value: known, null or unknown. {@code toString} omits string contents, so that none can end up
 * in a log or an exception by accident.
 */
public sealed interface Value {

  /** A null value of any type. */
  record Null() implements Value {}

  /** A value not known before apply. Refinements are not kept. */
  record Unknown() implements Value {}

  /** A string in Unicode normal form C, as the host compares strings. */
  record Text(String text) implements Value {
    public Text {
      text =
          Normalizer.isNormalized(text, Normalizer.Form.NFC)
              ? text
              : Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    @Override
    public String toString() {
      return "(string)";
    }
  }

  /**
   * A decimal number of up to 2,000 digits before and after the point; compared by value, so that 1
   * equals 1.0. Those of a {@code double} have fewer.
   */
  record Num(BigDecimal number) implements Value {
    private static final int MOST_DIGITS = 2_000;

    /**
     * Creates a number.
     *
     * @throws CodecException when it has more digits: writing them out could take all memory
     */
    public Num {
      if (Math.abs((long) number.scale()) > MOST_DIGITS || number.precision() > MOST_DIGITS) {
        throw new CodecException("the number has too many digits");
      }
      number = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }

    @Override
    public String toString() {
      return number.toPlainString();
    }
  }

  record Bool(boolean bool) implements Value {}

  /** A list or a tuple. */
  record Sequence(List<Value> elements) implements Value {
    public Sequence {
      elements = List.copyOf(elements);
    }
  }

  /** A set; the order of its elements does not matter for equality. */
  record Group(Set<Value> elements) implements Value {
    public Group {
      elements = Collections.unmodifiableSet(new LinkedHashSet<>(elements));
    }
  }

  /** A map or an object. */
  record Fields(Map<String, Value> entries) implements Value {
    public Fields {
      entries = Collections.unmodifiableMap(new TreeMap<>(entries));
    }

    /** A copy with one entry set. */
    public Fields with(String name, Value value) {
      Map<String, Value> copy = new TreeMap<>(entries);
      copy.put(name, value);
      return new Fields(copy);
    }
  }

  /** A value of a dynamic type, with its actual type. */
  record Typed(Type type, Value value) implements Value {}

  static Value ofNull() {
    return new Null();
  }

  static Value ofUnknown() {
    return new Unknown();
  }

  static Value text(String text) {
    return new Text(text);
  }

  /** The text, or a null value where there is none. */
  static Value ofText(@Nullable String text) {
    return text == null ? ofNull() : text(text);
  }

  /** The number, or a null value where there is none. */
  static Value ofNumber(@Nullable Long number) {
    return number == null ? ofNull() : number(number);
  }

  /**
   * Parses a number in decimal notation.
   *
   * @throws CodecException when the text is none, or too long
   */
  static Num decimal(String text) {
    try {
      if (text.length() <= 2 * Num.MOST_DIGITS) {
        return new Num(new BigDecimal(text));
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new CodecException("expected a decimal number");
  }

  static Value number(long number) {
    return new Num(BigDecimal.valueOf(number));
  }

  static Value bool(boolean bool) {
    return new Bool(bool);
  }

  static Value list(Collection<? extends Value> elements) {
    return new Sequence(new ArrayList<>(elements));
  }

  static Value setOfText(Collection<String> elements) {
    Set<Value> set = new LinkedHashSet<>();
    elements.forEach(element -> set.add(text(element)));
    return new Group(set);
  }

  static Value mapOfText(Map<String, String> entries) {
    Map<String, Value> map = new TreeMap<>();
    entries.forEach((key, value) -> map.put(key, text(value)));
    return new Fields(map);
  }

  default boolean isNull() {
    return this instanceof Null;
  }

  default boolean isUnknown() {
    return this instanceof Unknown;
  }

  /** Whether the value is neither null nor unknown; its elements may still be. */
  default boolean isPresent() {
    return !isNull() && !isUnknown();
  }

  /** The string, if this is a known string. */
  default Optional<String> asText() {
    return this instanceof Text(String text) ? Optional.of(text) : Optional.empty();
  }

  /** The string, or a default when this is not a known string. */
  default String asText(String otherwise) {
    return asText().orElse(otherwise);
  }

  /** The number truncated to an integer, if this is a known number. */
  default Optional<Long> asLong() {
    return this instanceof Num(BigDecimal number)
        ? Optional.of(number.longValue())
        : Optional.empty();
  }

  /** The boolean, or a default when this is not a known boolean. */
  default boolean asBool(boolean otherwise) {
    return this instanceof Bool(boolean bool) ? bool : otherwise;
  }

  /** The elements of a known list; empty for any other value. */
  default List<Value> asList() {
    return this instanceof Sequence(List<Value> elements) ? elements : List.of();
  }

  /** The entries of a known map or object; empty for any other value. */
  default Map<String, Value> asMap() {
    return this instanceof Fields(Map<String, Value> entries) ? entries : Map.of();
  }

  /** The member of a known map or object; a null value when there is none. */
  default Value get(String name) {
    return asMap().getOrDefault(name, ofNull());
  }

  /** The entries of a known map whose values are known strings. */
  default Map<String, String> asTextMap() {
    Map<String, String> texts = new TreeMap<>();
    asMap().forEach((key, value) -> value.asText().ifPresent(text -> texts.put(key, text)));
    return texts;
  }

  /** The known strings in a known set. */
  default Set<String> asTextSet() {
    Set<String> texts = new TreeSet<>();
    if (this instanceof Group(Set<Value> elements)) {
      elements.forEach(element -> element.asText().ifPresent(texts::add));
    }
    return texts;
  }

  /** Whether no value at any depth is unknown. */
  default boolean isWhollyKnown() {
    return switch (this) {
      case Unknown ignored -> false;
      case Sequence(List<Value> elements) -> elements.stream().allMatch(Value::isWhollyKnown);
      case Group(Set<Value> elements) -> elements.stream().allMatch(Value::isWhollyKnown);
      case Fields(Map<String, Value> entries) ->
          entries.values().stream().allMatch(Value::isWhollyKnown);
      case Typed(Type ignored, Value value) -> value.isWhollyKnown();
      default -> true;
    };
  }
}
