package io.bentoform.provider.resource;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.plan.PlanBuilder;
import java.util.List;

/**
 * A managed resource type. One instance serves one host; calls for different objects run
 * concurrently.
 *
 * <p>A method may throw {@link io.bentoform.provider.diag.DiagnosticException}; any other exception
 * is reported as an internal error. The caller removes write-only values from every result.
 *
 * <p><b>Partial failure.</b> The result of an apply method decides what the host stores:
 *
 * <ul>
 *   <li>create: {@link ApplyOutcome.Failed} with an object stores it as tainted, so that the next
 *       apply replaces it; without one nothing is stored. Return an object as soon as something was
 *       created remotely, or it is orphaned. An exception means that nothing was created.
 *   <li>update: {@link ApplyOutcome.Failed} with an object stores that object, not tainted: return
 *       the prior values of everything that was not changed, so that the next plan proposes it
 *       again. Without one the prior state is kept.
 *   <li>delete: on error the prior state is kept.
 * </ul>
 */
public interface Resource extends ObjectType {

  /** Refreshes the state from the real object, keeping prior values that are semantically equal. */
  ReadOutcome read(Stored current);

  /**
   * Plans a new object. Unless it is overridden, computed attributes without a configured or
   * default value are unknown.
   *
   * @param privateState from the plan of the replaced object, else empty
   */
  default Planned planCreate(
      Value.Fields proposed, Value.Fields config, PrivateState privateState) {
    return Planned.of(PlanBuilder.create(schema(), proposed, config), PrivateState.EMPTY);
  }

  /**
   * Plans a change. It is called again during apply and must then return the same plan. Unless it
   * is overridden, the plan follows from the modifiers of the schema, see {@link
   * PlanBuilder#followSchema}.
   */
  default Planned planUpdate(Stored prior, Value.Fields proposed, Value.Fields config) {
    PlanBuilder plan = PlanBuilder.update(schema(), prior.state(), proposed, config);
    plan.followSchema();
    return Planned.of(plan, prior.privateState());
  }

  /** Plans the destruction of an object; returns warnings or errors for the user. */
  default List<Diagnostic> planDestroy(Stored prior) {
    return List.of();
  }

  /**
   * Creates the object.
   *
   * @param config fully known, with write-only values
   */
  ApplyOutcome create(Stored planned, Value.Fields config, Cancellation cancellation);

  /** Changes the object; {@code planned} has the private state of the plan. */
  ApplyOutcome update(Stored prior, Stored planned, Value.Fields config, Cancellation cancellation);

  /** Deletes the object. Succeeds when it no longer exists. */
  List<Diagnostic> delete(Stored prior, Cancellation cancellation);

  /** The initial state for an import id; the host refreshes it next. */
  Stored importById(String id);
}
