package io.bentoform.provider.schema;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import java.util.function.Consumer;

/** A check of one configured attribute. */
@FunctionalInterface
public interface Validator {

  /**
   * Reports what is wrong with a value.
   *
   * @param value neither null nor unknown; its parts may be unknown and are then not judged
   */
  void validate(Path path, Value value, Consumer<Diagnostic> report);
}
