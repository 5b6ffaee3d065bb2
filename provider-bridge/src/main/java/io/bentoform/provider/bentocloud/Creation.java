package io.bentoform.provider.bentocloud;

import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.ObjectRecord;
import io.bentoform.provider.client.Origin;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.resource.ApplyOutcome;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.Stored;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The creation of an object under its name. Nothing is taken over, and an object whose creation got
 * no answer is known again where the API lets its creator choose the uid.
 *
 * @param kind {@code secret} or {@code deployment}
 * @param planned the state, with an attribute {@code uid}
 * @param lookup finds what is there under the name
 * @param request sends the creation, with a uid where the API takes one
 * @param failure says why it failed
 */
public record Creation<R extends ObjectRecord>(
    String kind,
    ObjectId id,
    Value.Fields planned,
    Supplier<Optional<R>> lookup,
    Function<@Nullable String, R> request,
    Failure failure) {

  private static final String UID = "uid";

  /** A creation that failed, in words. */
  public interface Failure {
    /**
     * The diagnostics.
     *
     * @param lost whether an object may have been made that nobody would know again
     */
    List<Diagnostic> describe(ApiException e, boolean lost);
  }

  /**
   * Creates the object, as soon as its name is free.
   *
   * @param limit for a name that this run makes free
   * @param made goes on with the answer
   */
  public ApplyOutcome run(
      ApiAccess access, Duration limit, Cancellation cancellation, Function<R, ApplyOutcome> made) {
    @Nullable String uid;
    try {
      uid = access.ready().api().capabilities().expectsUids() ? Origin.newUid() : null;
      if (uid == null && lookup.get().isPresent()) {
        return taken();
      }
    } catch (ApiException e) {
      return new ApplyOutcome.Failed(null, failure.describe(e, false));
    }
    R record;
    try {
      record = access.run().create(kind, id, limit, cancellation, () -> request.apply(uid));
    } catch (ApiException e) {
      return NameTaken.isSaidBy(e) ? taken() : failed(uid, e);
    }
    return made.apply(record);
  }

  private ApplyOutcome taken() {
    Optional<R> there = ApiErrors.call("read the " + kind + " \"" + id.name() + "\"", lookup);
    String cluster = there.map(ObjectRecord::cluster).orElse(id.cluster());
    Diagnostic error =
        NameTaken.error(
            kind,
            new ObjectId(cluster, id.name()),
            there.map(ObjectRecord::origin).orElse(Origin.UNKNOWN));
    return new ApplyOutcome.Failed(null, List.of(error));
  }

  /**
   * Whether the object was made is unknown when no answer came. With the uid that was sent it is
   * stored as tainted, and the next refresh knows whether the object of that name is this one;
   * without it nothing is stored, as it could be anybody's.
   */
  private ApplyOutcome failed(@Nullable String uid, ApiException e) {
    Stored tainted =
        e.isUnclear() && uid != null
            ? new Stored(planned.with(UID, Value.text(uid)), PrivateState.EMPTY)
            : null;
    return new ApplyOutcome.Failed(tainted, failure.describe(e, e.isUnclear() && uid == null));
  }
}
