package io.bentoform.provider.schema;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import java.util.function.Consumer;

/** Validates one configured attribute. */
@FunctionalInterface
public interface Validator {

  /**
   * Reports the problems of a value.
   *
   * @param value neither null nor unknown; nested values may be unknown and must then be skipped
   */
  void validate(Path path, Value value, Consumer<Diagnostic> report);
}
