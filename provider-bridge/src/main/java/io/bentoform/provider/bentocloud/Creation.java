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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates an object. An existing object of the same name is never adopted. Where the API accepts a
 * uid from the client, an object is recognized by it when the response to its creation is lost.
 *
 * @param kind the type name without the provider's prefix
 * @param planned the state, with an attribute {@code uid}
 * @param lookup finds an existing object of the name
 * @param request sends the creation, with a uid if the API accepts one
 * @param importId the id by which an existing object is imported
 * @param failure describes a failure
 */
record Creation<R extends ObjectRecord>(
    String kind,
    ObjectId id,
    Value.Fields planned,
    Supplier<Optional<R>> lookup,
    Function<@Nullable String, R> request,
    BiFunction<ObjectId, Origin, String> importId,
    Function<ApiException, List<Diagnostic>> failure) {

  /**
   * Creates the object as soon as its name is free.
   *
   * @param limit how long to wait while this run deletes an object of the same name
   * @param made continues with the created object
   */
  ApplyOutcome run(
      ApiAccess access, Duration limit, Cancellation cancellation, Function<R, ApplyOutcome> made) {
    @Nullable String uid;
    try {
      uid = access.ready().api().capabilities().supportsUids() ? Origin.newUid() : null;
      Optional<R> there = uid == null ? lookup.get() : Optional.empty();
      if (there.isPresent()) {
        return taken(there.get());
      }
    } catch (ApiException e) {
      return new ApplyOutcome.Failed(null, failure.apply(e));
    }
    R record;
    try {
      record = access.run().create(kind, id, limit, cancellation, () -> request.apply(uid));
    } catch (ApiException e) {
      return NameConflict.isReportedBy(e) ? taken(e) : failed(uid, e);
    }
    return made.apply(record);
  }

  private ApplyOutcome taken(ApiException e) {
    return ApiErrors.call("read the " + NameConflict.quoted(kind, id.name()), lookup)
        .map(this::taken)
        .orElseGet(() -> new ApplyOutcome.Failed(null, failure.apply(e)));
  }

  private ApplyOutcome taken(R there) {
    @Nullable String cluster = there.cluster();
    ObjectId found = cluster == null ? id : new ObjectId(cluster, id.name());
    Origin origin = there.origin();
    return new ApplyOutcome.Failed(
        null, List.of(NameConflict.error(kind, found, origin, importId.apply(found, origin))));
  }

  /**
   * If no response arrived, the object may or may not exist. With a uid it is stored as tainted,
   * and the next refresh can tell whether the object of that name is this one. Without a uid
   * nothing is stored, as an object of that name may belong to someone else.
   */
  private ApplyOutcome failed(@Nullable String uid, ApiException e) {
    List<Diagnostic> found = new ArrayList<>(failure.apply(e));
    if (e.mayHaveTakenEffect() && uid == null) {
      found.add(NameConflict.maybeCreated(kind, id));
    }
    Stored tainted =
        e.mayHaveTakenEffect() && uid != null
            ? new Stored(planned.with(ApiObject.UID, Value.text(uid)), PrivateState.EMPTY)
            : null;
    return new ApplyOutcome.Failed(tainted, found);
  }
}
