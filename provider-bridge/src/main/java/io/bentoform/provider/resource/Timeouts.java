package io.bentoform.provider.resource;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Nested;
import io.bentoform.provider.validation.GoDuration;
import io.bentoform.provider.validation.Validators;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The attribute {@code timeouts}: how long the operations of a resource may take. Immutable: each
 * method returns a modified copy.
 */
public record Timeouts(Map<Operation, Limit> limits) {

  /** The name of the attribute. */
  public static final String NAME = "timeouts";

  /** An operation with a timeout. */
  public enum Operation {
    CREATE,
    READ,
    UPDATE,
    DELETE;

    String attribute() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A timeout.
   *
   * @param what takes that long, for the description
   * @param otherwise the timeout where none is configured
   */
  public record Limit(String what, Duration otherwise) {}

  /** Timeouts of no operation. */
  public static final Timeouts NONE = new Timeouts(Map.of());

  public Timeouts {
    Map<Operation, Limit> copy = new EnumMap<>(Operation.class);
    copy.putAll(limits);
    limits = Collections.unmodifiableMap(copy);
  }

  /** Adds the timeout of an operation. */
  public Timeouts with(Operation operation, String what, Duration otherwise) {
    Map<Operation, Limit> more = new EnumMap<>(Operation.class);
    more.putAll(limits);
    more.put(operation, new Limit(what, otherwise));
    return new Timeouts(more);
  }

  /** The attribute for the schema of the resource. */
  public Attribute attribute() {
    Attribute[] attributes =
        limits.entrySet().stream()
            .map(entry -> attribute(entry.getKey(), entry.getValue()))
            .toArray(Attribute[]::new);
    return Attribute.nested(NAME, Nested.Nesting.SINGLE, attributes)
        .describedAs("How long operations may take, as durations such as `90s` or `1h30m`.");
  }

  private static Attribute attribute(Operation operation, Limit limit) {
    return Attribute.optional(operation.attribute(), Type.STRING)
        .describedAs(
            "Timeout of %s. Defaults to `%s`."
                .formatted(limit.what(), GoDuration.format(limit.otherwise())))
        .checkedBy(Validators.duration());
  }

  /**
   * How long an operation may take.
   *
   * @param object the planned or stored state
   */
  public Duration of(Operation operation, Value.Fields object) {
    Limit limit = limits.get(operation);
    if (limit == null) {
      throw new IllegalArgumentException("no timeout of " + operation.attribute());
    }
    return object.get(NAME) instanceof Value.Fields configured
        ? configured
            .get(operation.attribute())
            .asText()
            .flatMap(GoDuration::parse)
            .orElse(limit.otherwise())
        : limit.otherwise();
  }
}
