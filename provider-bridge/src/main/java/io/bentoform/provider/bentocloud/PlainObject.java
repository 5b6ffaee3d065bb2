package io.bentoform.provider.bentocloud;

import io.bentoform.provider.client.JsonObjects;
import io.bentoform.provider.client.PlainRecord;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.resource.ApplyOutcome;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.ReadOutcome;
import io.bentoform.provider.resource.Stored;
import io.bentoform.provider.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A resource that is a row of the API and nothing more: no rollout follows its changes. What to
 * plan follows from its schema.
 */
public abstract class PlainObject extends ApiObject<PlainRecord> {

  private final Schema identity;
  private final String[] path;

  /**
   * Creates a resource.
   *
   * @param kind the type name without the provider's prefix
   * @param schema with the attributes name and uid
   * @param identity of attributes that the schema has too
   * @param path of the list in the API, as segments
   */
  protected PlainObject(
      ApiAccess access, String kind, Schema schema, Schema identity, String... path) {
    super(access, kind, schema);
    this.identity = identity;
    this.path = path.clone();
  }

  /** The members of a request that writes the object, without its name. */
  protected abstract Map<String, @Nullable Object> body(Value.Fields goal);

  /** The attributes that the API tells, with the known values where they mean the same. */
  protected abstract Map<String, Value> values(Value.Fields known, JsonObject json);

  /** What ends its address: its name, or its uid. */
  protected String address(Value.Fields object) {
    return object.get(NAME).asText("");
  }

  /** Its cluster; null for an object of no cluster, and for the API's default one. */
  protected @Nullable String cluster(Value.Fields object) {
    return null;
  }

  /**
   * What a request sends.
   *
   * @param hidden values in the body that must not appear in error messages
   */
  public record Content(Map<String, @Nullable Object> body, Set<String> hidden) {}

  /** What a create sends beside the name. */
  protected Content creation(Value.Fields goal, Value.Fields config) {
    return new Content(body(goal), Set.of());
  }

  /** What an update sends. */
  protected Content update(Stored prior, Value.Fields goal, Value.Fields config) {
    return new Content(body(goal), Set.of());
  }

  /** What a user should know of the object as it is now. */
  protected List<Diagnostic> warnings(Value.Fields state, PlainRecord now) {
    return List.of();
  }

  @Override
  public final Schema identitySchema() {
    return identity;
  }

  @Override
  public Stored importByIdentity(Value.Fields known) {
    return imported(known.entries());
  }

  protected final JsonObjects objects() {
    return access.ready().api().objects(path);
  }

  @Override
  protected Optional<PlainRecord> find(Value.Fields object) {
    return objects().find(cluster(object), address(object)).map(PlainRecord::of);
  }

  @Override
  protected final void remove(Value.Fields object, @Nullable String uid) {
    objects().delete(cluster(object), address(object), uid);
  }

  @Override
  protected final Value.Fields refreshed(Value.Fields known, PlainRecord record) {
    Map<String, Value> entries = new TreeMap<>(known.entries());
    entries.put(NAME, Value.text(record.name()));
    entries.put(UID, Value.ofText(record.origin().uid()));
    entries.putAll(values(known, record.json()));
    return new Value.Fields(entries);
  }

  @Override
  protected final ReadOutcome.Found refresh(Stored current, PlainRecord record) {
    Value.Fields state = refreshed(current.state(), record);
    return new ReadOutcome.Found(
        new Stored(state, current.privateState()), warnings(state, record));
  }

  @Override
  public ApplyOutcome create(Stored planned, Value.Fields config, Cancellation cancellation) {
    Value.Fields goal = planned.state();
    Content content = creation(goal, config);
    Map<String, @Nullable Object> body = new TreeMap<>(content.body());
    body.put(NAME, goal.get(NAME).asText(""));
    return create(
        goal,
        NAME_TIMEOUT,
        cancellation,
        uid -> {
          if (uid != null) {
            body.put(UID, uid);
          }
          return PlainRecord.of(objects().create(cluster(goal), body, content.hidden()));
        },
        made -> done(goal, made, PrivateState.EMPTY));
  }

  @Override
  protected final ApplyOutcome change(
      Stored prior, Stored goal, Value.Fields config, Cancellation cancellation) {
    Value.Fields state = goal.state();
    Content content = update(prior, state, config);
    JsonObject now =
        objects()
            .update(
                cluster(state),
                address(prior.state()),
                uid(prior.state()),
                content.body(),
                content.hidden());
    return done(state, PlainRecord.of(now), goal.privateState());
  }

  private ApplyOutcome done(Value.Fields goal, PlainRecord now, PrivateState kept) {
    Value.Fields state = schema().filled(goal, refreshed(goal, now));
    return new ApplyOutcome.Done(new Stored(state, kept), warnings(state, now));
  }

  /** The state to begin an import with; null is not known yet. */
  protected final Stored imported(Map<String, Value> known) {
    known
        .values()
        .forEach(value -> value.asText().filter(text -> !isPlain(text)).ifPresent(this::refuse));
    Map<String, Value> entries = new TreeMap<>(schema().defaults().entries());
    entries.putAll(known);
    return new Stored(new Value.Fields(entries), ImportMarker.imported());
  }

  /** What may end an address: no path, no query, nothing to encode. */
  private static boolean isPlain(String text) {
    return text.matches("[A-Za-z0-9][A-Za-z0-9._-]*");
  }

  private void refuse(String id) {
    throw new DiagnosticException(
        Diagnostic.error(
            "Invalid import id",
            "\"" + id + "\" is not the id of a " + NameConflict.words(kind) + "."));
  }
}
