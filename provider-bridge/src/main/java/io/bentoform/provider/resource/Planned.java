package io.bentoform.provider.resource;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.plan.PlanBuilder;
import java.util.List;

/**
 * The answer to a plan request.
 *
 * @param requiresReplace paths whose change cannot be made in place
 * @param privateState handed to apply, and to the second plan of a replacement
 */
public record Planned(
    Value.Fields state,
    List<Path> requiresReplace,
    PrivateState privateState,
    List<Diagnostic> diagnostics) {

  public static Planned of(PlanBuilder plan, PrivateState privateState) {
    return new Planned(plan.state(), plan.requiresReplace(), privateState, plan.diagnostics());
  }
}
