package io.bentoform.provider.schema;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of an object, at any depth, beside its counterparts. Elements of lists are matched
 * by index, those of maps by key.
 *
 * @param prior the prior value; null where the prior state has no such object
 * @param config the configured value; null where the configuration has no such object
 */
public record Place(
    Path path, Attribute attribute, Value value, @Nullable Value prior, @Nullable Value config) {

  /** The prior value where it means the same by the attribute's own equality, else the value. */
  public Value inKnownSpelling() {
    BiPredicate<Value, Value> same = attribute.sameMeaning();
    if (same == null || prior == null || !prior.isPresent() || !value.isPresent()) {
      return value;
    }
    return same.test(value, prior) ? prior : value;
  }

  /** Whether the object is configured, and leaves this attribute to the provider. */
  public boolean isLeftOpen() {
    return config != null && config.isNull();
  }
}
