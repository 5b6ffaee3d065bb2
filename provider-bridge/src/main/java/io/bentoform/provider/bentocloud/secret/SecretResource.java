package io.bentoform.provider.bentocloud.secret;

import static io.bentoform.provider.bentocloud.secret.SecretSchema.KEY_REVISIONS;
import static io.bentoform.provider.bentocloud.secret.SecretSchema.REVISION;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ApiErrors;
import io.bentoform.provider.bentocloud.ClusterObject;
import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.bentocloud.Pointers;
import io.bentoform.provider.bentocloud.Reported;
import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.Capabilities;
import io.bentoform.provider.client.ControlApi;
import io.bentoform.provider.client.Expected;
import io.bentoform.provider.client.SecretContent;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code bentocloud_secret}: a secret whose values are never stored in state or plan. */
public final class SecretResource extends ClusterObject<SecretRecord> {

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

  /** The state according to the API, keeping prior values that are semantically equal. */
  private static Value.Fields refreshed(Value.Fields secret, SecretRecord record) {
    Value path = Value.ofText(record.path());
    Value known = secret.get(SecretSchema.PATH);
    Value subPaths = secret.get(SecretSchema.SUB_PATHS);
    SecretPlan.Prior before = SecretPlan.Prior.of(secret);
    long revision = Objects.requireNonNullElse(record.revision(), Math.max(before.revision(), 1L));
    Map<String, Long> revisions =
        Objects.requireNonNullElse(record.keyRevisions(), before.keyRevisions());
    Map<String, Value> keyRevisions = new TreeMap<>();
    for (String key : record.keys()) {
      keyRevisions.put(key, Value.number(revisions.getOrDefault(key, revision)));
    }
    return identified(secret, record)
        .with(SecretSchema.DESCRIPTION, Value.text(record.description()))
        .with(SecretSchema.TYPE, Value.text(record.type()))
        .with(SecretSchema.PATH, SecretSchema.isSamePath(path, known) ? known : path)
        .with(SecretSchema.STAGE, Value.text(record.stage()))
        .with(SecretSchema.SUB_PATHS, Reported.texts(subPaths, record.subPaths()))
        .with(SecretSchema.KEYS, Value.setOfText(record.keys()))
        .with(REVISION, Value.number(revision))
        .with(KEY_REVISIONS, new Value.Fields(keyRevisions));
  }

  /** The content to write; a null value keeps the stored one. */
  private static SecretContent content(Value.Fields secret, Map<String, @Nullable String> values) {
    return new SecretContent(
        text(secret, SecretSchema.TYPE),
        secret.get(SecretSchema.PATH).asText().orElse(null),
        text(secret, SecretSchema.STAGE),
        values,
        secret.get(SecretSchema.SUB_PATHS).asTextMap());
  }

  private static String text(Value.Fields secret, String attribute) {
    return secret.get(attribute).asText().orElse("");
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
    Map<String, String> values = config.get(SecretSchema.VALUES).asTextMap();
    if (!values.keySet().equals(SecretPlan.Prior.of(goal).keys())) {
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
                    text(goal, SecretSchema.DESCRIPTION),
                    content(goal, new TreeMap<>(values))),
        record -> new ApplyOutcome.Done(stored(written(goal, record), PrivateState.EMPTY)));
  }

  @Override
  protected ApplyOutcome change(
      Stored prior, Stored goal, Value.Fields config, Cancellation cancellation) {
    SecretPlan.Prior before = SecretPlan.Prior.of(prior.state());
    SecretPlan.Prior after = SecretPlan.Prior.of(goal.state());
    boolean content = !goal.state().get(REVISION).equals(prior.state().get(REVISION));
    String description = text(goal.state(), SecretSchema.DESCRIPTION);
    if (!content && description.equals(text(prior.state(), SecretSchema.DESCRIPTION))) {
      return new ApplyOutcome.Done(goal);
    }
    Map<String, @Nullable String> values =
        new TreeMap<>(config.get(SecretSchema.VALUES).asTextMap());
    if (content && !values.keySet().equals(after.keys())) {
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
                content || !numbers ? content(goal.state(), values) : null,
                new Expected(
                    capabilities.expectedUid(uid(prior.state())),
                    numbers && content ? (Long) before.revision() : null));
    return judge(before, goal, record, content);
  }

  /** Checks that the written revisions are the planned ones. */
  private ApplyOutcome judge(
      SecretPlan.Prior before, Stored goal, SecretRecord record, boolean content) {
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
      SecretPlan.Prior before, Value.Fields goal, Value.Fields state, boolean content) {
    Value revision = Value.number(before.revision() + (content ? 1 : 0));
    Map<String, Value> planned = goal.get(KEY_REVISIONS).asMap();
    Map<String, Value> keyRevisions = new TreeMap<>();
    SecretPlan.Prior.of(goal)
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
    planner.keep(state);
    String revision = Long.toString(SecretPlan.Prior.of(state).revision());
    return new Stored(state, kept.with(SecretPlanner.WRITTEN, revision));
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
    List<String> keys = List.copyOf(SecretPlan.Prior.of(secret).keys());
    return Pointers.entry(map, keys, rest.iterator());
  }
}
