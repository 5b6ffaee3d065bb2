package io.bentoform.provider.bentocloud;

import io.bentoform.provider.client.ControlApi;
import io.bentoform.provider.client.ObjectClient;
import io.bentoform.provider.client.ObjectRecord;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.plan.PlanBuilder;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.resource.Lists;
import io.bentoform.provider.resource.Planned;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.Stored;
import io.bentoform.provider.schema.Schema;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A resource whose objects belong to a cluster and can be listed.
 *
 * @param <R> the object as the API returns it
 */
public abstract class ClusterObject<R extends ObjectRecord> extends ApiObject<R> implements Lists {

  public static final String ID = "id";

  private final Function<ControlApi, ObjectClient<R>> client;

  /**
   * Creates a resource.
   *
   * @param kind the type name without the provider's prefix
   * @param schema with the attributes name, cluster and uid
   */
  protected ClusterObject(
      String kind, Schema schema, ApiAccess access, Function<ControlApi, ObjectClient<R>> client) {
    super(access, kind, schema);
    this.client = client;
  }

  /** Adds to the plan of a new object. */
  protected abstract void planNew(PlanBuilder plan);

  /** Adds to the plan of a change. */
  protected abstract void planChange(PlanBuilder plan, Stored prior);

  /** How long a deletion may take; empty when an object is gone as soon as the API answers. */
  protected Optional<Duration> deletionTimeout(Value.Fields object) {
    return Optional.empty();
  }

  private ObjectClient<R> client() {
    return client.apply(access.ready().api());
  }

  @Override
  protected final Optional<R> find(Value.Fields object) {
    ObjectId id = ObjectId.of(object);
    return client().find(id.cluster(), id.name());
  }

  @Override
  protected final void remove(Value.Fields object, @Nullable String uid) {
    ObjectId id = ObjectId.of(object);
    client().delete(id.cluster(), id.name(), uid);
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

  @Override
  public final Planned planCreate(
      Value.Fields proposed, Value.Fields config, PrivateState privateState) {
    PlanBuilder plan = PlanBuilder.create(schema(), proposed, config);
    ApiAccess.Connection.Ready ready = access.readyOrNull();
    if (ready != null && ready.cluster() != null && plan.isUnset(CLUSTER)) {
      plan.set(CLUSTER, Value.text(ready.cluster()));
    }
    ObjectId id = ObjectId.of(plan.state());
    if (schema().attributes().containsKey(ID) && id.cluster() != null && !id.name().isEmpty()) {
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
    PlanBuilder plan = PlanBuilder.update(schema(), prior.state(), proposed, config);
    planChange(plan, prior);
    return Planned.of(plan, prior.privateState());
  }

  @Override
  protected final List<Diagnostic> awaitGone(Value.Fields object, Cancellation cancellation) {
    return deletionTimeout(object)
        .map(limit -> awaitGone(object, limit, cancellation))
        .orElse(List.of());
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
    return new Watch<>(client(), id, uid, judged, cancellation);
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
        schema()
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
            () -> client().all(cluster, config.get(ClusterSchemas.QUERY).asText().orElse(null)));
    for (R record : all) {
      Stored begun = imported(new ObjectId(record.cluster(), record.name()));
      Value.Fields state = refreshed(begun.state(), record);
      if (!found.test(new Listed(record.name(), state))) {
        return;
      }
    }
  }
}
