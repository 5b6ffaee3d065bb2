package io.bentoform.provider.bentocloud;

import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.ControlApi;
import io.bentoform.provider.client.ObjectClient;
import io.bentoform.provider.client.ObjectRecord;
import io.bentoform.provider.client.Origin;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.plan.PlanBuilder;
import io.bentoform.provider.resource.ApplyOutcome;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.resource.Lists;
import io.bentoform.provider.resource.Planned;
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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A resource whose objects have a name in a cluster and a uid of the server. Never is an object
 * taken for another one of the same name: each change and each deletion names the uid.
 *
 * @param <R> the object as the API returns it
 */
public abstract class ClusterObject<R extends ObjectRecord> implements Resource, Lists {

  public static final String NAME = "name";
  public static final String CLUSTER = "cluster";
  public static final String UID = "uid";
  public static final String ID = "id";

  protected final ApiAccess access;
  private final String kind;
  private final Schema schema;
  private final Function<ControlApi, ObjectClient<R>> client;

  /**
   * Creates a resource.
   *
   * @param kind the type name without the provider's prefix
   * @param schema with the attributes name, cluster and uid
   */
  protected ClusterObject(
      String kind, Schema schema, ApiAccess access, Function<ControlApi, ObjectClient<R>> client) {
    this.kind = kind;
    this.schema = schema;
    this.access = access;
    this.client = client;
  }

  /** Refreshes a state from the object, keeping prior values that are semantically equal. */
  protected abstract ReadOutcome.Found refresh(Stored current, R record);

  /** Adds to the plan of a new object. */
  protected abstract void planNew(PlanBuilder plan);

  /** Adds to the plan of a change. */
  protected abstract void planChange(PlanBuilder plan, Stored prior);

  /**
   * Changes the object.
   *
   * @throws ApiException when nothing was changed
   */
  protected abstract ApplyOutcome change(
      Stored prior, Stored goal, Value.Fields config, Cancellation cancellation);

  /** How long a deletion may take; empty when an object is gone as soon as the API answers. */
  protected Optional<Duration> deletionTimeout(Value.Fields object) {
    return Optional.empty();
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
  protected static @Nullable String uid(Value.Fields object) {
    return object.get(UID).asText().orElse(null);
  }

  /** The state with the attributes that identify the object according to the API. */
  public static Value.Fields identified(Value.Fields object, ObjectRecord record) {
    String cluster =
        Optional.ofNullable(record.cluster())
            .or(() -> object.get(CLUSTER).asText())
            .orElse(ObjectId.DEFAULT_CLUSTER);
    Value.Fields named =
        object
            .with(NAME, Value.text(record.name()))
            .with(CLUSTER, Value.text(cluster))
            .with(UID, Value.ofText(record.origin().uid()));
    return object.entries().containsKey(ID)
        ? named.with(ID, Value.text(cluster + "/" + record.name()))
        : named;
  }

  private String quoted(Value.Fields object) {
    return kind + " \"" + ObjectId.of(object).name() + "\"";
  }

  @Override
  public final ReadOutcome read(Stored current) {
    ApiAccess.Connection.Ready ready = access.readyOrNull();
    if (ready == null) {
      return new ReadOutcome.Found(current); // the API is not known yet
    }
    Value.Fields object = current.state();
    ObjectId id = ObjectId.of(object);
    Optional<R> record =
        ApiErrors.call(
            "read the " + quoted(object),
            () -> client.apply(ready.api()).find(id.cluster(), id.name()));
    if (record.isEmpty()) {
      return new ReadOutcome.Gone();
    }
    Origin origin = record.get().origin();
    if (Origin.areDifferent(uid(object), origin.uid())) {
      return new ReadOutcome.Gone(List.of(NameConflict.gone(kind, id, origin)));
    }
    ReadOutcome.Found found = refresh(current, record.get());
    Stored stored = found.stored();
    PrivateState kept = ImportMarker.refreshed(stored.privateState());
    return new ReadOutcome.Found(new Stored(stored.state(), kept), found.warnings());
  }

  @Override
  public final Planned planCreate(
      Value.Fields proposed, Value.Fields config, PrivateState privateState) {
    PlanBuilder plan = PlanBuilder.create(schema, proposed, config);
    ApiAccess.Connection.Ready ready = access.readyOrNull();
    if (ready != null && ready.cluster() != null && plan.isUnset(CLUSTER)) {
      plan.set(CLUSTER, Value.text(ready.cluster()));
    }
    ObjectId id = ObjectId.of(plan.state());
    if (schema.attributes().containsKey(ID) && id.cluster() != null && !id.name().isEmpty()) {
      plan.set(ID, Value.text(id.toString()));
    }
    planNew(plan);
    if (!id.name().isEmpty() && access.run().plansCreation(kind, id)) {
      plan.report(NameConflict.moved(kind, id));
    }
    return Planned.of(plan, PrivateState.EMPTY);
  }

  @Override
  public final Planned planUpdate(Stored prior, Value.Fields proposed, Value.Fields config) {
    PlanBuilder plan = PlanBuilder.update(schema, prior.state(), proposed, config);
    planChange(plan, prior);
    return Planned.of(plan, prior.privateState());
  }

  @Override
  public final List<Diagnostic> planDestroy(Stored prior) {
    ObjectId id = ObjectId.of(prior.state());
    return access.run().plansDeletion(kind, id) ? List.of(NameConflict.moved(kind, id)) : List.of();
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
    ObjectId id = ObjectId.of(goal);
    return new Creation<>(
            kind,
            id,
            goal,
            () -> client.apply(access.ready().api()).find(id.cluster(), id.name()),
            request,
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

  /** The diagnostics of a failed call, on the attributes that the API's JSON pointers refer to. */
  protected List<Diagnostic> failed(String doing, Value.Fields object, ApiException e) {
    return e.problem().equals("another_object")
        ? List.of(NameConflict.recreatedOutside(kind, ObjectId.of(object)))
        : ApiErrors.describe(doing + " the " + quoted(object), e, pointer -> path(pointer, object));
  }

  @Override
  public final List<Diagnostic> delete(Stored prior, Cancellation cancellation) {
    Value.Fields object = prior.state();
    ObjectId id = ObjectId.of(object);
    ControlApi api = access.ready().api();
    try {
      return access
          .run()
          .deleting(
              kind,
              id,
              () -> {
                String uid = api.capabilities().expectedUid(uid(object));
                client.apply(api).delete(id.cluster(), id.name(), uid);
                return deletionTimeout(object)
                    .map(limit -> awaitGone(object, limit, cancellation))
                    .orElse(List.of());
              });
    } catch (ApiException e) {
      return ApiErrors.describe("delete the " + quoted(object), e, pointer -> Path.ROOT);
    }
  }

  private List<Diagnostic> awaitGone(
      Value.Fields object, Duration limit, Cancellation cancellation) {
    return watch(ObjectId.of(object), uid(object), null, cancellation)
        .until(
            limit,
            seen -> seen.isEmpty() ? Optional.of(List.of()) : Optional.empty(),
            why ->
                List.of(
                    Diagnostic.error(
                        "The " + quoted(object) + " is not deleted yet",
                        why + " The deletion continues; run the same command again.")));
  }

  /**
   * Watches an object for what happens to it.
   *
   * @param judged what was read before and is judged already, null for nothing
   */
  protected final Watch<R> watch(
      ObjectId id, @Nullable String uid, @Nullable R judged, Cancellation cancellation) {
    return new Watch<>(client.apply(access.ready().api()), id, uid, judged, cancellation);
  }

  @Override
  public final Stored importById(String id) {
    return imported(ObjectId.parse(kind, id));
  }

  @Override
  public final Schema identitySchema() {
    return ClusterSchemas.IDENTITY;
  }

  @Override
  public final Stored importByIdentity(Value.Fields identity) {
    return imported(ObjectId.of(identity));
  }

  /**
   * Attributes that only the configuration knows start with their defaults, so that the first plan
   * is empty.
   */
  private Stored imported(ObjectId id) {
    String fallback = access.ready().cluster(); // fails when the API is not known
    Value.Fields state =
        schema
            .defaults()
            .with(NAME, Value.text(id.name()))
            .with(CLUSTER, Value.ofText(id.cluster() == null ? fallback : id.cluster()));
    return new Stored(state, ImportMarker.imported());
  }

  @Override
  public final Schema listSchema() {
    return ClusterSchemas.LIST;
  }

  @Override
  public final void list(Value.Fields config, Predicate<Listed> found) {
    ApiAccess.Connection.Ready ready = access.ready();
    String cluster = config.get(CLUSTER).asText().orElse(ready.cluster());
    List<R> all =
        ApiErrors.call(
            "list the " + kind + "s",
            () ->
                client
                    .apply(ready.api())
                    .all(cluster, config.get(ClusterSchemas.QUERY).asText().orElse(null)));
    for (R record : all) {
      Stored begun = imported(new ObjectId(record.cluster(), record.name()));
      Value.Fields state = refresh(begun, record).stored().state();
      if (!found.test(new Listed(record.name(), state))) {
        return;
      }
    }
  }
}
