package io.bentoform.provider.bentocloud.secret;

import static io.bentoform.provider.bentocloud.secret.SecretSchema.KEY_REVISIONS;
import static io.bentoform.provider.bentocloud.secret.SecretSchema.REVISION;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ApiErrors;
import io.bentoform.provider.bentocloud.ClusterObject;
import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.bentocloud.Pointers;
import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.Capabilities;
import io.bentoform.provider.client.ControlApi;
import io.bentoform.provider.client.Expected;
import io.bentoform.provider.client.SecretRecord;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.plan.PlanBuilder;
import io.bentoform.provider.resource.ApplyOutcome;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.ReadOutcome;
import io.bentoform.provider.resource.Stored;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code bentocloud_secret}: a secret whose values are never stored in state or plan. */
public final class SecretResource extends ClusterObject<SecretRecord> {

  /** How long to wait for a name that is being freed by this run. */
  private static final Duration NAME_TIMEOUT = Duration.ofMinutes(5);

  private final SecretPlanner planner;

  public SecretResource(ApiAccess access) {
    super("secret", SecretSchema.SCHEMA, access, ControlApi::secrets);
    this.planner = new SecretPlanner(access);
  }

  @Override
  public List<Diagnostic> validate(Value.Fields config) {
    return SecretChecks.run(config);
  }

  @Override
  protected ReadOutcome.Found refresh(Stored current, SecretRecord record) {
    return new ReadOutcome.Found(
        new Stored(refreshed(current.state(), record), current.privateState()));
  }

  private static Value.Fields refreshed(Value.Fields object, SecretRecord record) {
    return new SecretState(object).refresh(identified(object, record), record);
  }

  @Override
  protected void planNew(PlanBuilder plan) {
    planner.create(plan);
  }

  @Override
  protected void planChange(PlanBuilder plan, Stored prior) {
    planner.update(plan, prior);
  }

  @Override
  public ApplyOutcome create(Stored planned, Value.Fields config, Cancellation cancellation) {
    Value.Fields goal = planned.state();
    SecretState secret = new SecretState(goal);
    Map<String, String> values = config.get(SecretSchema.VALUES).asTextMap();
    if (!values.keySet().equals(secret.keys())) {
      return new ApplyOutcome.Failed(null, List.of(keysDiffer(goal)));
    }
    ControlApi api = access.ready().api();
    ObjectId id = ObjectId.of(goal);
    return create(
        goal,
        NAME_TIMEOUT,
        cancellation,
        uid ->
            api.secrets()
                .create(
                    id.cluster(),
                    uid,
                    id.name(),
                    secret.text(SecretSchema.DESCRIPTION),
                    secret.content(new TreeMap<>(values))),
        record -> new ApplyOutcome.Done(stored(written(goal, record), PrivateState.EMPTY)));
  }

  @Override
  protected ApplyOutcome change(
      Stored prior, Stored goal, Value.Fields config, Cancellation cancellation) {
    SecretState before = new SecretState(prior.state());
    SecretState secret = new SecretState(goal.state());
    boolean content = !goal.state().get(REVISION).equals(prior.state().get(REVISION));
    String description = secret.text(SecretSchema.DESCRIPTION);
    if (!content && description.equals(before.text(SecretSchema.DESCRIPTION))) {
      return new ApplyOutcome.Done(goal);
    }
    Map<String, @Nullable String> values =
        new TreeMap<>(config.get(SecretSchema.VALUES).asTextMap());
    if (content && !values.keySet().equals(secret.keys())) {
      return new ApplyOutcome.Failed(null, List.of(keysDiffer(goal.state())));
    }
    ControlApi api = access.ready().api();
    Capabilities capabilities = api.capabilities();
    boolean numbers = capabilities.supportsRevisions();
    Value version = config.get(SecretSchema.VERSION);
    if (numbers && !version.isNull() && !SecretPlanner.isRewritten(prior, version)) {
      values.replaceAll((key, value) -> before.keys().contains(key) ? null : value);
    }
    ObjectId id = ObjectId.of(prior.state());
    SecretRecord record =
        api.secrets()
            .update(
                id.cluster(),
                id.name(),
                description,
                // A plain BentoCloud cannot update the description alone.
                content || !numbers ? secret.content(values) : null,
                new Expected(
                    capabilities.expectedUid(uid(prior.state())),
                    numbers && content ? (Long) before.revision() : null));
    return judge(before, goal, record, content);
  }

  /** Checks that the written revisions are the planned ones. */
  private ApplyOutcome judge(
      SecretState before, Stored goal, SecretRecord record, boolean content) {
    Value.Fields written = written(goal.state(), record);
    if (record.revision() == null) {
      Value.Fields numbered = numbered(before, goal.state(), written, content);
      return new ApplyOutcome.Done(stored(numbered, goal.privateState()));
    }
    Stored stored = stored(written, goal.privateState());
    for (String promised : List.of(REVISION, KEY_REVISIONS)) {
      Value planned = goal.state().get(promised);
      if (content && planned.isPresent() && !planned.equals(written.get(promised))) {
        return new ApplyOutcome.Failed(stored, List.of(valuesDiffer(written)));
      }
    }
    return new ApplyOutcome.Done(stored);
  }

  /** A plain BentoCloud has no revisions: the provider counts each content that it writes. */
  private static Value.Fields numbered(
      SecretState before, Value.Fields goal, Value.Fields state, boolean content) {
    Value revision = Value.number(before.revision() + (content ? 1 : 0));
    Map<String, Value> planned = goal.get(KEY_REVISIONS).asMap();
    Map<String, Value> keyRevisions = new TreeMap<>();
    new SecretState(goal)
        .keys()
        .forEach(key -> keyRevisions.put(key, planned.getOrDefault(key, revision)));
    return state.with(REVISION, revision).with(KEY_REVISIONS, new Value.Fields(keyRevisions));
  }

  /** The state after a write, with the revisions of the API even where others were planned. */
  private static Value.Fields written(Value.Fields goal, SecretRecord record) {
    Value.Fields answered = refreshed(goal, record);
    return SecretSchema.SCHEMA
        .filled(goal, answered)
        .with(REVISION, answered.get(REVISION))
        .with(KEY_REVISIONS, answered.get(KEY_REVISIONS));
  }

  private Stored stored(Value.Fields state, PrivateState kept) {
    SecretState secret = new SecretState(state);
    secret.keepIn(access.run());
    return new Stored(state, kept.with(SecretPlanner.WRITTEN, Long.toString(secret.revision())));
  }

  private static Diagnostic keysDiffer(Value.Fields secret) {
    return Diagnostic.error(
        Path.of(SecretSchema.VALUES),
        "Keys differ from the plan",
        "The keys in \"values_wo\" of the secret \""
            + ObjectId.of(secret).name()
            + "\" are not the planned ones. Nothing was written. Plan again.");
  }

  private static Diagnostic valuesDiffer(Value.Fields secret) {
    return Diagnostic.error(
        Path.of(SecretSchema.VALUES),
        "Values differ from the plan",
        "The secret \""
            + ObjectId.of(secret).name()
            + "\" was written, but not with the values that were compared during the plan: their"
            + " source returns other values each time. Set \"values_wo_version\" for such a source,"
            + " and plan again.");
  }

  @Override
  protected List<Diagnostic> failed(String doing, Value.Fields secret, ApiException e) {
    return e.problem().equals("revision_moved")
        ? List.of(SecretPlanner.changedOutside(ObjectId.of(secret).name()))
        : super.failed(doing, secret, e);
  }

  /**
   * The content is an object of its own in the request, and its items have values and sub paths.
   */
  @Override
  protected Path path(String pointer, Value.Fields secret) {
    String flat = pointer.replaceFirst("^/content/", "/");
    if (!flat.startsWith("/items")) {
      return super.path(flat, secret);
    }
    List<String> rest = ApiErrors.segments(flat).stream().skip(1).toList();
    boolean subPath = rest.contains("sub_path");
    Path map = Path.of(subPath ? SecretSchema.SUB_PATHS : SecretSchema.VALUES);
    List<String> keys = List.copyOf(new SecretState(secret).keys());
    return Pointers.entry(map, keys, rest.iterator());
  }
}
