package io.bentoform.provider.resource;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.schema.Schema;
import java.util.List;

/**
 * A kind of managed object. One instance serves one host; calls come in parallel, for different
 * objects.
 *
 * <p>A method may throw {@link io.bentoform.provider.diag.DiagnosticException}; any other exception
 * is reported as a fault of the provider. Write-only values are removed from every answer by the
 * caller.
 *
 * <p><b>Partial failure.</b> The host keeps what an apply method answers:
 *
 * <ul>
 *   <li>create: {@link ApplyOutcome.Failed} with an object stores it as tainted, so that it is
 *       replaced next time; without one nothing is stored. Answer an object as soon as something
 *       exists on the other side, or it is orphaned. An exception counts as "nothing was made".
 *   <li>update: {@link ApplyOutcome.Failed} with an object stores that object, untainted: answer
 *       the prior values for everything that did not happen, so that the next plan proposes it
 *       again. Without one the prior state stays.
 *   <li>delete: an error keeps the prior state.
 * </ul>
 */
public interface Resource {

  /** The name that configurations use, with the provider's prefix. */
  String typeName();

  Schema schema();

  /** Checks across attributes, after those of the schema passed; unknown values are not judged. */
  default List<Diagnostic> validate(Value.Fields config) {
    return List.of();
  }

  /** Brings state in line with the real object, keeping the user's spelling of equal values. */
  ReadOutcome read(Stored current);

  /**
   * Plans a new object.
   *
   * @param privateState what the plan of a replacement handed on, else empty
   */
  Planned planCreate(Value.Fields proposed, Value.Fields config, PrivateState privateState);

  /** Plans a change. It runs again before apply and must then answer the same. */
  Planned planUpdate(Stored prior, Value.Fields proposed, Value.Fields config);

  /** Says what destroying the object will mean, if there is something to say. */
  default List<Diagnostic> planDestroy(Stored prior) {
    return List.of();
  }

  /**
   * Makes the object.
   *
   * @param config fully known, with write-only values
   */
  ApplyOutcome create(Stored planned, Value.Fields config, Cancellation cancellation);

  /** Changes the object; {@code planned} carries the private state of the plan. */
  ApplyOutcome update(Stored prior, Stored planned, Value.Fields config, Cancellation cancellation);

  /** Removes the object. An object that is already gone is a success. */
  List<Diagnostic> delete(Stored prior, Cancellation cancellation);

  /** The beginning of a state from an import id; a refresh follows at once. */
  Stored importById(String id);
}
