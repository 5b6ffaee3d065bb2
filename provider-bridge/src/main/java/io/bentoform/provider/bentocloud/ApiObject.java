package io.bentoform.provider.bentocloud;

import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.ObjectRecord;
import io.bentoform.provider.client.Origin;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.resource.ApplyOutcome;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.resource.Identified;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.ReadOutcome;
import io.bentoform.provider.resource.Resource;
import io.bentoform.provider.resource.Stored;
import io.bentoform.provider.resource.Timeouts;
import io.bentoform.provider.schema.Schema;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A resource whose objects have a name and a uid of the server. Never is an object taken for
 * another one of the same name: each change and each deletion names the uid.
 *
 * @param <R> the object as the API returns it
 */
public abstract class ApiObject<R extends ObjectRecord> implements Resource, Identified {

  public static final String NAME = "name";
  public static final String CLUSTER = "cluster";
  public static final String UID = "uid";

  /** How long to wait for a name that is being freed by this run. */
  protected static final Duration NAME_TIMEOUT = Duration.ofMinutes(5);

  protected final ApiAccess access;
  protected final String kind;
  private final Schema schema;

  /**
   * Creates a resource.
   *
   * @param kind the type name without the provider's prefix
   * @param schema with the attributes name and uid, and cluster where objects belong to one
   */
  protected ApiObject(ApiAccess access, String kind, Schema schema) {
    this.access = access;
    this.kind = kind;
    this.schema = schema;
  }

  /** Finds the object of a state in the API, by what identifies it there. */
  protected abstract Optional<R> find(Value.Fields object);

  /** Finds the object that has the name of a new one. */
  protected Optional<R> findNamed(Value.Fields object) {
    return find(object);
  }

  /**
   * Deletes the object of a state, if it is there.
   *
   * @param uid null deletes any object of this name
   */
  protected abstract void remove(Value.Fields object, @Nullable String uid);

  /**
   * The state of an object that the API returned. It may have another spelling where the schema
   * says which values mean the same.
   */
  protected abstract Value.Fields refreshed(Value.Fields object, R record);

  /** Refreshes a state, with its private state and warnings. */
  protected ReadOutcome.Found refresh(Stored current, R record) {
    return new ReadOutcome.Found(
        new Stored(refreshed(current.state(), record), current.privateState()));
  }

  /**
   * Changes the object.
   *
   * @throws ApiException when nothing was changed
   */
  protected abstract ApplyOutcome change(
      Stored prior, Stored goal, Value.Fields config, Cancellation cancellation);

  /** Waits until an object whose deletion takes time is gone; answers what is wrong with that. */
  protected List<Diagnostic> awaitGone(Value.Fields object, Cancellation cancellation) {
    return List.of();
  }

  /** The id by which an existing object is imported. */
  protected String importId(ObjectId id, Origin there) {
    return id.toString();
  }

  /** Maps a JSON pointer into the request that writes an object to an attribute path. */
  protected Path path(String pointer, Value.Fields object) {
    return Pointers.path(schema, object, pointer);
  }

  @Override
  public final String typeName() {
    return "bentocloud_" + kind;
  }

  @Override
  public final Schema schema() {
    return schema;
  }

  @Override
  public Timeouts timeouts() {
    return ClusterSchemas.READ;
  }

  /** The uid; null in a state of an earlier release until it is refreshed. */
  public static @Nullable String uid(Value.Fields object) {
    return object.get(UID).asText().orElse(null);
  }

  /** The uid to send with a change or a deletion; null where the API checks none. */
  protected final @Nullable String expectedUid(Value.Fields object) {
    return access.ready().api().capabilities().expectedUid(uid(object));
  }

  protected final String quoted(Value.Fields object) {
    return NameConflict.quoted(kind, ObjectId.of(object).name());
  }

  @Override
  public final ReadOutcome read(Stored current) {
    if (access.readyOrNull() == null) {
      return new ReadOutcome.Found(current); // the API is not known yet
    }
    Value.Fields object = current.state();
    Optional<R> record = ApiErrors.call("read the " + quoted(object), () -> find(object));
    if (record.isEmpty()) {
      return new ReadOutcome.Gone();
    }
    Origin origin = record.get().origin();
    if (Origin.areDifferent(uid(object), origin.uid())) {
      ObjectId id = ObjectId.of(object);
      return new ReadOutcome.Gone(
          List.of(NameConflict.gone(kind, id, origin, importId(id, origin))));
    }
    ReadOutcome.Found found = refresh(current, record.get());
    Stored stored = found.stored();
    Value.Fields state = schema.refreshed(object, stored.state());
    PrivateState kept = ImportMarker.refreshed(stored.privateState());
    return new ReadOutcome.Found(new Stored(state, kept), found.warnings());
  }

  /**
   * Creates an object as soon as its name is free; an existing one is never adopted.
   *
   * @param limit how long to wait while this run deletes an object of the same name
   * @param request sends the creation, with a uid if the API accepts one
   * @param made continues with the created object
   */
  protected final ApplyOutcome create(
      Value.Fields goal,
      Duration limit,
      Cancellation cancellation,
      Function<@Nullable String, R> request,
      Function<R, ApplyOutcome> made) {
    return new Creation<>(
            kind,
            ObjectId.of(goal),
            goal,
            () -> findNamed(goal),
            request,
            this::importId,
            e -> failed("create", goal, e))
        .run(access, limit, cancellation, made);
  }

  @Override
  public final ApplyOutcome update(
      Stored prior, Stored planned, Value.Fields config, Cancellation cancellation) {
    PrivateState kept = ImportMarker.removed(planned.privateState());
    try {
      return change(prior, new Stored(planned.state(), kept), config, cancellation);
    } catch (ApiException e) {
      return new ApplyOutcome.Failed(null, failed("update", planned.state(), e));
    }
  }

  @Override
  public final List<Diagnostic> planDestroy(Stored prior) {
    ObjectId id = ObjectId.of(prior.state());
    return access.run().plansDeletion(kind, id) ? List.of(NameConflict.moved(kind, id)) : List.of();
  }

  @Override
  public final List<Diagnostic> delete(Stored prior, Cancellation cancellation) {
    Value.Fields object = prior.state();
    try {
      return access
          .run()
          .deleting(
              kind,
              ObjectId.of(object),
              () -> {
                remove(object, expectedUid(object));
                return awaitGone(object, cancellation);
              });
    } catch (ApiException e) {
      return failed("delete", object, e);
    }
  }

  /** The diagnostics of a failed call, on the attributes that the API's JSON pointers refer to. */
  protected List<Diagnostic> failed(String doing, Value.Fields object, ApiException e) {
    return e.problem().equals("another_object")
        ? List.of(NameConflict.recreatedOutside(kind, ObjectId.of(object)))
        : ApiErrors.describe(doing + " the " + quoted(object), e, pointer -> path(pointer, object));
  }
}
