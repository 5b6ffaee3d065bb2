package io.bentoform.provider.resource;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.plan.PlanBuilder;
import java.util.List;

/**
 * The result of planning.
 *
 * @param requiresReplace attributes whose change requires replacement
 * @param privateState passed to apply, and to the plan of the new object of a replacement
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
