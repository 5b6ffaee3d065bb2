package io.bentoform.provider.resource;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.schema.Schema;
import java.util.List;

/** What a configuration declares by a type name, with arguments of a schema. */
public interface ObjectType {

  /** The type name, with the provider's prefix. */
  String typeName();

  Schema schema();

  /**
   * The timeouts, whose attribute the schema has. That of {@link Timeouts.Operation#READ} is kept
   * for resources and data sources by whoever calls them; the others are for the resource to keep.
   */
  default Timeouts timeouts() {
    return Timeouts.NONE;
  }

  /**
   * Validates across attributes, after the schema's checks passed; unknown values must be skipped.
   */
  default List<Diagnostic> validate(Value.Fields config) {
    return List.of();
  }
}
