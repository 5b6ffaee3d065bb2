package io.bentoform.provider.bentocloud.secret;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.Creation;
import io.bentoform.provider.bentocloud.ImportMarker;
import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.Expected;
import io.bentoform.provider.client.SecretClient;
import io.bentoform.provider.client.SecretContent;
import io.bentoform.provider.client.SecretRecord;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.resource.ApplyOutcome;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Creates and updates secrets as planned. */
final class SecretWriter {

  /** How long to wait for a name that is being freed by this run. */
  private static final Duration NAME_TIMEOUT = Duration.ofMinutes(5);

  private final ApiAccess access;

  SecretWriter(ApiAccess access) {
    this.access = access;
  }

  ApplyOutcome create(Stored planned, Value.Fields config, Cancellation cancellation) {
    SecretState goal = new SecretState(planned.state());
    Map<String, String> values = config.get(SecretSchema.VALUES).asTextMap();
    if (!values.keySet().equals(goal.keys())) {
      return new ApplyOutcome.Failed(null, List.of(SecretErrors.keysDiffer(goal.name())));
    }
    SecretClient client = access.ready().api().secrets();
    SecretContent content = content(goal, new TreeMap<>(values));
    return new Creation<>(
            "secret",
            goal.id(),
            goal.object(),
            () -> client.find(goal.cluster(), goal.name()),
            uid ->
                client.create(
                    goal.cluster(), uid, goal.name(), goal.text(SecretSchema.DESCRIPTION), content),
            (e, lost) -> notMade(goal, List.copyOf(values.keySet()), e, lost))
        .run(
            access,
            NAME_TIMEOUT,
            cancellation,
            record -> new ApplyOutcome.Done(stored(state(goal, record), PrivateState.EMPTY)));
  }

  private static List<Diagnostic> notMade(
      SecretState goal, List<String> sent, ApiException e, boolean lost) {
    List<Diagnostic> found = new ArrayList<>(SecretErrors.call("create", goal.name(), sent, e));
    if (lost) {
      found.add(SecretErrors.maybeCreated(goal.name()));
    }
    return found;
  }

  ApplyOutcome update(Stored prior, Stored planned, Value.Fields config) {
    SecretState before = new SecretState(prior.state());
    SecretState goal = new SecretState(planned.state());
    Value revision = planned.state().get(SecretSchema.REVISION);
    boolean content = !revision.equals(prior.state().get(SecretSchema.REVISION));
    boolean description =
        !goal.text(SecretSchema.DESCRIPTION).equals(before.text(SecretSchema.DESCRIPTION));
    PrivateState kept = ImportMarker.removed(planned.privateState());
    if (!content && !description) {
      return new ApplyOutcome.Done(new Stored(planned.state(), kept));
    }
    Map<String, String> values = config.get(SecretSchema.VALUES).asTextMap();
    if (content && !values.keySet().equals(goal.keys())) {
      return new ApplyOutcome.Failed(null, List.of(SecretErrors.keysDiffer(goal.name())));
    }
    try {
      SecretRecord record = patch(prior, goal, config, content);
      return judge(before, goal, record, kept, content);
    } catch (ApiException e) {
      return new ApplyOutcome.Failed(
          null, SecretErrors.call("update", goal.name(), List.copyOf(values.keySet()), e));
    }
  }

  private SecretRecord patch(Stored prior, SecretState goal, Value.Fields config, boolean content) {
    ApiAccess.Connection.Ready ready = access.ready();
    boolean numbers = ready.api().capabilities().supportsRevisions();
    SecretState before = new SecretState(prior.state());
    // A plain BentoCloud cannot update the description alone.
    boolean sendContent = content || !numbers;
    Map<String, @Nullable String> values =
        new TreeMap<>(config.get(SecretSchema.VALUES).asTextMap());
    boolean keep =
        numbers
            && !config.get(SecretSchema.VERSION).isNull()
            && !SecretPlanner.isRewritten(prior, config);
    if (keep) {
      Set<String> known = before.keys();
      values.replaceAll((key, value) -> known.contains(key) ? null : value);
    }
    return ready
        .api()
        .secrets()
        .update(
            before.cluster(),
            before.name(),
            goal.text(SecretSchema.DESCRIPTION),
            sendContent ? content(goal, values) : null,
            new Expected(
                ready.api().capabilities().expectedUid(before.uid()),
                numbers && content ? (Long) before.revision() : null));
  }

  /** Checks that the written revisions are the planned ones. */
  private ApplyOutcome judge(
      SecretState before,
      SecretState goal,
      SecretRecord record,
      PrivateState kept,
      boolean content) {
    Value.Fields answered = state(goal, record);
    if (record.revision() == null) {
      return new ApplyOutcome.Done(stored(numbered(before, goal, answered, content), kept));
    }
    Stored stored = stored(answered, kept);
    for (String promised : List.of(SecretSchema.REVISION, SecretSchema.KEY_REVISIONS)) {
      Value planned = goal.object().get(promised);
      if (content && planned.isPresent() && !planned.equals(stored.state().get(promised))) {
        List<Diagnostic> found = List.of(SecretErrors.valuesDiffer(goal.name()));
        return new ApplyOutcome.Failed(stored, found);
      }
    }
    return new ApplyOutcome.Done(stored);
  }

  /** A plain BentoCloud has no revisions: the provider counts each content that it writes. */
  private static Value.Fields numbered(
      SecretState before, SecretState goal, Value.Fields state, boolean content) {
    long revision = before.revision() + (content ? 1 : 0);
    Map<String, Value> keyRevisions = new TreeMap<>();
    Map<String, Value> planned = goal.object().get(SecretSchema.KEY_REVISIONS).asMap();
    goal.keys()
        .forEach(key -> keyRevisions.put(key, planned.getOrDefault(key, Value.number(revision))));
    return state
        .with(SecretSchema.REVISION, Value.number(revision))
        .with(SecretSchema.KEY_REVISIONS, new Value.Fields(keyRevisions));
  }

  private static SecretContent content(SecretState goal, Map<String, @Nullable String> values) {
    return new SecretContent(
        goal.wireType(),
        goal.wirePath(),
        goal.text(SecretSchema.STAGE),
        values,
        goal.object().get(SecretSchema.SUB_PATHS).asTextMap());
  }

  /**
   * The resulting state: known planned values, else those returned by the API; revisions always
   * from the API.
   */
  private static Value.Fields state(SecretState goal, SecretRecord record) {
    Value.Fields answered = goal.refresh(record).object();
    Map<String, Value> entries = new TreeMap<>(answered.entries());
    for (String name : new ArrayList<>(goal.object().entries().keySet())) {
      Value planned = goal.object().get(name);
      boolean computed =
          name.equals(SecretSchema.REVISION) || name.equals(SecretSchema.KEY_REVISIONS);
      if (!planned.isUnknown() && !computed) {
        entries.put(name, planned);
      }
    }
    return new Value.Fields(entries);
  }

  private Stored stored(Value.Fields state, PrivateState kept) {
    SecretState secret = new SecretState(state);
    secret.keepIn(access.run());
    return new Stored(state, kept.with(SecretPlanner.WRITTEN, Long.toString(secret.revision())));
  }
}
