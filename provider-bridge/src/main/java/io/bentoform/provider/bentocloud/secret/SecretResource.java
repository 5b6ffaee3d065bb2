package io.bentoform.provider.bentocloud.secret;

import static io.bentoform.provider.bentocloud.secret.SecretSchema.REVISION;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ApiErrors;
import io.bentoform.provider.bentocloud.ClusterObject;
import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.bentocloud.Pointers;
import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.ControlApi;
import io.bentoform.provider.client.Expected;
import io.bentoform.provider.client.SecretRecord;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import io.bentoform.provider.plan.PlanBuilder;
import io.bentoform.provider.resource.ApplyOutcome;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.Stored;
import java.util.List;
import java.util.Map;
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
  protected Value.Fields refreshed(Value.Fields secret, SecretRecord record) {
    return new SecretState(secret).refresh(record);
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
    SecretState goal = new SecretState(planned.state());
    Map<String, @Nullable String> values = values(config);
    requirePlannedKeys(goal, values);
    ControlApi api = access.ready().api();
    ObjectId id = ObjectId.of(goal.object());
    return create(
        goal.object(),
        NAME_TIMEOUT,
        cancellation,
        uid ->
            api.secrets()
                .create(id.cluster(), uid, id.name(), description(goal), goal.content(values)),
        record -> new ApplyOutcome.Done(stored(goal.written(record, 1), PrivateState.EMPTY)));
  }

  private static Map<String, @Nullable String> values(Value.Fields config) {
    return new TreeMap<>(config.get(SecretSchema.VALUES).asTextMap());
  }

  private static String description(SecretState secret) {
    return secret.get(SecretSchema.DESCRIPTION).asText("");
  }

  @Override
  protected ApplyOutcome change(
      Stored prior, Stored planned, Value.Fields config, Cancellation cancellation) {
    SecretState before = new SecretState(prior.state());
    SecretState goal = new SecretState(planned.state());
    boolean content = !goal.get(REVISION).equals(before.get(REVISION));
    if (!content && description(goal).equals(description(before))) {
      return new ApplyOutcome.Done(planned);
    }
    Map<String, @Nullable String> values = values(config);
    if (content) {
      requirePlannedKeys(goal, values);
    }
    ControlApi api = access.ready().api();
    boolean numbers = api.capabilities().supportsRevisions();
    Value version = config.get(SecretSchema.VERSION);
    if (numbers && !version.isNull() && !SecretPlanner.isRewritten(prior, version)) {
      values.replaceAll((key, value) -> before.keys().contains(key) ? null : value);
    }
    ObjectId id = ObjectId.of(before.object());
    SecretRecord record =
        api.secrets()
            .update(
                id.cluster(),
                id.name(),
                description(goal),
                // A plain BentoCloud cannot update the description alone.
                content || !numbers ? goal.content(values) : null,
                new Expected(
                    expectedUid(before.object()),
                    numbers && content ? (Long) before.revision() : null));
    SecretState written = goal.written(record, before.revision() + 1);
    Stored stored = stored(written, planned.privateState());
    return !content || goal.isKept(written)
        ? new ApplyOutcome.Done(stored)
        : new ApplyOutcome.Failed(stored, List.of(valuesDiffer(written)));
  }

  private Stored stored(SecretState secret, PrivateState kept) {
    planner.keep(secret.object());
    String revision = Long.toString(secret.revision());
    return new Stored(secret.object(), kept.with(SecretPlanner.WRITTEN, revision));
  }

  /** The keys are planned, and the values may come from a source that now gives others. */
  private static void requirePlannedKeys(SecretState goal, Map<String, @Nullable String> values) {
    if (!values.keySet().equals(goal.keys())) {
      throw new DiagnosticException(
          Diagnostic.error(
              Path.of(SecretSchema.VALUES),
              "Keys differ from the plan",
              "The keys in \"values_wo\" of the secret \""
                  + ObjectId.of(goal.object()).name()
                  + "\" are not the planned ones. Nothing was written. Plan again."));
    }
  }

  private static Diagnostic valuesDiffer(SecretState secret) {
    return Diagnostic.error(
        Path.of(SecretSchema.VALUES),
        "Values differ from the plan",
        "The secret \""
            + ObjectId.of(secret.object()).name()
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
