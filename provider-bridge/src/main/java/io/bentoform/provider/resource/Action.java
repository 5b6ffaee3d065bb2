package io.bentoform.provider.resource;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import java.util.List;
import java.util.function.Consumer;

/** An action, which a lifecycle or a user triggers (Terraform 1.14 or later). It has no state. */
public interface Action extends ObjectType {

  /**
   * Plans the action; returns warnings or errors for the user.
   *
   * @param config may have unknown values
   */
  default List<Diagnostic> plan(Value.Fields config) {
    return List.of();
  }

  /**
   * Runs the action.
   *
   * @param config wholly known
   * @param progress shows a message to the user meanwhile
   * @return warnings, or errors when it failed
   */
  List<Diagnostic> invoke(
      Value.Fields config, Consumer<String> progress, Cancellation cancellation);
}
