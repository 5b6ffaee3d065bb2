package io.bentoform.provider.bentocloud;

import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.JsonObjects;
import io.bentoform.provider.client.Origin;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.resource.ApplyOutcome;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.resource.Identified;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.ReadOutcome;
import io.bentoform.provider.resource.Resource;
import io.bentoform.provider.resource.Stored;
import io.bentoform.provider.resource.Timeouts;
import io.bentoform.provider.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A resource that is a row of the API and nothing more: no rollout follows its changes. What to
 * plan follows from its schema, which has the attributes name and uid.
 */
public abstract class PlainObject implements Resource, Identified {

  private static final String NAME = ClusterObject.NAME;
  private static final String UID = ClusterObject.UID;

  protected final ApiAccess access;
  private final String kind;
  private final Schema schema;
  private final Schema identity;
  private final String[] path;

  /**
   * Creates a resource.
   *
   * @param kind the type name without the provider's prefix
   * @param identity of attributes that the schema has too
   * @param path of the list in the API, as segments
   */
  protected PlainObject(
      ApiAccess access, String kind, Schema schema, Schema identity, String... path) {
    this.access = access;
    this.kind = kind;
    this.schema = schema;
    this.identity = identity;
    this.path = path.clone();
  }

  /** The members of a request that writes the object, without its name. */
  protected abstract Map<String, @Nullable Object> body(Value.Fields goal);

  /** The attributes that the API tells, with the known values where they mean the same. */
  protected abstract Map<String, Value> values(Value.Fields known, JsonObject json);

  /** What ends its address: its name, or its uid. */
  protected String address(Value.Fields object) {
    return object.get(NAME).asText().orElse("");
  }

  /** Its cluster; null for an object of no cluster, and for the API's default one. */
  protected @Nullable String cluster(Value.Fields object) {
    return null;
  }

  /** What a create sends beside {@link #body}: values that are not stored. */
  protected Map<String, String> hidden(Value.Fields config) {
    return Map.of();
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
  public final Timeouts timeouts() {
    return ClusterSchemas.READ;
  }

  @Override
  public final Schema identitySchema() {
    return identity;
  }

  @Override
  public Stored importByIdentity(Value.Fields known) {
    return imported(known.entries());
  }

  private JsonObjects objects() {
    return access.ready().api().objects(path);
  }

  private String quoted(Value.Fields object) {
    return kind.replace('_', ' ') + " \"" + object.get(NAME).asText().orElse("") + "\"";
  }

  private Value.Fields refreshed(Value.Fields known, JsonObject json) {
    Map<String, Value> entries = new TreeMap<>(known.entries());
    entries.put(NAME, Value.ofText(json.text("display_name", json.text(NAME, ""))));
    entries.put(UID, Value.ofText(json.text(UID)));
    entries.putAll(values(known, json));
    return new Value.Fields(entries);
  }

  @Override
  public final ReadOutcome read(Stored current) {
    if (access.readyOrNull() == null) {
      return new ReadOutcome.Found(current); // the API is not known yet
    }
    Value.Fields state = current.state();
    Optional<JsonObject> found =
        ApiErrors.call(
            "read the " + quoted(state), () -> objects().find(cluster(state), address(state)));
    if (found.isEmpty()) {
      return new ReadOutcome.Gone();
    }
    Origin origin = Origin.of(found.get());
    if (Origin.areDifferent(state.get(UID).asText().orElse(null), origin.uid())) {
      ObjectId id = new ObjectId(cluster(state), address(state));
      return new ReadOutcome.Gone(List.of(NameConflict.gone(kind, id, origin)));
    }
    return new ReadOutcome.Found(new Stored(refreshed(state, found.get()), current.privateState()));
  }

  @Override
  public ApplyOutcome create(Stored planned, Value.Fields config, Cancellation cancellation) {
    Value.Fields goal = planned.state();
    Map<String, String> hidden = hidden(config);
    Map<String, @Nullable Object> body = new TreeMap<>(body(goal));
    body.put(NAME, goal.get(NAME).asText().orElse(""));
    body.putAll(hidden);
    try {
      JsonObject made = objects().create(cluster(goal), body, Set.copyOf(hidden.values()));
      Value.Fields state = schema.filled(goal, refreshed(goal, made));
      return new ApplyOutcome.Done(new Stored(state, PrivateState.EMPTY));
    } catch (ApiException e) {
      return new ApplyOutcome.Failed(null, notCreated(goal, e));
    }
  }

  /** An existing object is never adopted. */
  private List<Diagnostic> notCreated(Value.Fields goal, ApiException e) {
    ObjectId id = new ObjectId(cluster(goal), address(goal));
    if (NameConflict.isReportedBy(e) && !id.name().isEmpty()) {
      Origin there =
          ApiErrors.call("read the " + quoted(goal), () -> objects().find(id.cluster(), id.name()))
              .map(Origin::of)
              .orElse(Origin.UNKNOWN);
      return List.of(NameConflict.error(kind, id, there));
    }
    List<Diagnostic> found = new ArrayList<>(failed("create", goal, e));
    if (e.mayHaveTakenEffect()) {
      found.add(NameConflict.maybeCreated(kind, id));
    }
    return found;
  }

  @Override
  public final ApplyOutcome update(
      Stored prior, Stored planned, Value.Fields config, Cancellation cancellation) {
    Value.Fields goal = planned.state();
    try {
      JsonObject now =
          objects()
              .update(
                  cluster(goal),
                  address(prior.state()),
                  prior.state().get(UID).asText().orElse(null),
                  body(goal));
      Value.Fields state = schema.filled(goal, refreshed(goal, now));
      return new ApplyOutcome.Done(new Stored(state, planned.privateState()));
    } catch (ApiException e) {
      return new ApplyOutcome.Failed(null, failed("update", goal, e));
    }
  }

  @Override
  public final List<Diagnostic> delete(Stored prior, Cancellation cancellation) {
    Value.Fields object = prior.state();
    try {
      objects().delete(cluster(object), address(object), object.get(UID).asText().orElse(null));
      return List.of();
    } catch (ApiException e) {
      return failed("delete", object, e);
    }
  }

  private List<Diagnostic> failed(String doing, Value.Fields object, ApiException e) {
    ObjectId id = new ObjectId(cluster(object), address(object));
    if (e.problem().equals("another_object")) {
      return List.of(NameConflict.recreatedOutside(kind, id));
    }
    return ApiErrors.describe(doing + " the " + quoted(object), e, pointer -> attribute(pointer));
  }

  /** Members have the names of attributes. */
  private Path attribute(String pointer) {
    List<String> segments = ApiErrors.segments(pointer);
    String member = segments.isEmpty() ? "" : segments.getFirst();
    return schema.attributes().containsKey(member) ? Path.of(member) : Path.ROOT;
  }

  /** The state to begin an import with; null is not known yet. */
  protected final Stored imported(Map<String, Value> known) {
    known
        .values()
        .forEach(value -> value.asText().filter(text -> !isPlain(text)).ifPresent(this::refuse));
    Map<String, Value> entries = new TreeMap<>(schema.defaults().entries());
    entries.putAll(known);
    return new Stored(new Value.Fields(entries), PrivateState.EMPTY);
  }

  /** What may end an address: no path, no query, nothing to encode. */
  private static boolean isPlain(String text) {
    return text.matches("[A-Za-z0-9][A-Za-z0-9._-]*");
  }

  private void refuse(String id) {
    throw new DiagnosticException(
        Diagnostic.error(
            "Invalid import id",
            "\"" + id + "\" is not the id of a " + kind.replace('_', ' ') + "."));
  }
}
