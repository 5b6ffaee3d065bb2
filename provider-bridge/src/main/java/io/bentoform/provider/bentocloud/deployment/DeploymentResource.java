package io.bentoform.provider.bentocloud.deployment;

import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.LABELS;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.STATUS;
import static io.bentoform.provider.bentocloud.deployment.DeploymentState.AWAITED_REVISION;
import static io.bentoform.provider.bentocloud.deployment.DeploymentState.FAILED_REVISION;
import static io.bentoform.provider.bentocloud.deployment.DeploymentState.OBSERVED_REVISION;
import static io.bentoform.provider.resource.Timeouts.Operation.CREATE;
import static io.bentoform.provider.resource.Timeouts.Operation.DELETE;
import static io.bentoform.provider.resource.Timeouts.Operation.UPDATE;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ClusterObject;
import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.ControlApi;
import io.bentoform.provider.client.DeploymentClient;
import io.bentoform.provider.client.DeploymentRecord;
import io.bentoform.provider.client.Expected;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.plan.PlanBuilder;
import io.bentoform.provider.resource.ApplyOutcome;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.ReadOutcome;
import io.bentoform.provider.resource.Stored;
import io.bentoform.provider.resource.Timeouts;
import io.bentoform.provider.validation.GeneratedName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code bentocloud_deployment}: a running bento with its attached secrets. */
public final class DeploymentResource extends ClusterObject<DeploymentRecord> {

  private final DeploymentPlanner planner;

  public DeploymentResource(ApiAccess access) {
    super("deployment", DeploymentSchema.SCHEMA, access, ControlApi::deployments);
    this.planner = new DeploymentPlanner(access);
  }

  @Override
  protected Optional<Duration> deletionTimeout(Value.Fields object) {
    return Optional.of(DeploymentSchema.LIMITS.of(DELETE, object));
  }

  @Override
  protected Value.Fields refreshed(Value.Fields object, DeploymentRecord record) {
    return new DeploymentState(object).refresh(record, PrivateState.EMPTY).object();
  }

  /** Refreshes the state, with a warning about a rollout that failed or is not finished. */
  @Override
  protected ReadOutcome.Found refresh(Stored current, DeploymentRecord record) {
    PrivateState kept = DeploymentState.observing(record, current.privateState());
    DeploymentState refreshed = new DeploymentState(current.state()).refresh(record, kept);
    List<Diagnostic> found = new ArrayList<>();
    if (refreshed.needsRollout(kept)) {
      found.add(notRunning(record));
    } else if (kept.get(AWAITED_REVISION).isPresent() && !record.status().isReady()) {
      found.add(stillRollingOut(record));
    }
    return new ReadOutcome.Found(
        new Stored(
            refreshed.object(), record.status().hasEnded() ? kept.without(AWAITED_REVISION) : kept),
        found);
  }

  private static Diagnostic notRunning(DeploymentRecord record) {
    String failure = record.failure();
    return Diagnostic.warning(
        Path.of(STATUS),
        "The deployment \"" + record.name() + "\" is not running as configured",
        "Its status is \"%s\". %sThe plan proposes to roll it out again."
            .formatted(record.status().text(), failure == null ? "" : failure + " "));
  }

  private static Diagnostic stillRollingOut(DeploymentRecord record) {
    return Diagnostic.warning(
        Path.of(STATUS),
        "The rollout of the deployment \"" + record.name() + "\" is still not finished",
        "The last apply did not wait until it was complete. Its status is \"%s\"."
            .formatted(record.status().text()));
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
    DeploymentState goal = named(planned.state());
    ObjectId id = ObjectId.of(goal.object());
    DeploymentClient client = access.ready().api().deployments();
    Map<String, @Nullable Object> body = body(goal);
    Duration limit = DeploymentSchema.LIMITS.of(CREATE, goal.object());
    Rollout rollout = new Rollout(null, goal, id.name(), PrivateState.EMPTY);
    return create(
        goal.object(),
        limit,
        cancellation,
        uid -> client.create(id.cluster(), uid, id.name(), body),
        begun -> finish(rollout, begun, limit, cancellation));
  }

  /** A name generated here is known even if the response to the creation is lost. */
  private static DeploymentState named(Value.Fields goal) {
    if (!ObjectId.of(goal).name().isEmpty()) {
      return new DeploymentState(goal);
    }
    String bento = new DeploymentState(goal).text(DeploymentSchema.BENTO).replaceFirst(":.*", "");
    return new DeploymentState(goal.with(NAME, Value.text(GeneratedName.of(bento, "bento"))));
  }

  private Map<String, @Nullable Object> body(DeploymentState goal) {
    return goal.body(ApiAccess.capabilities(access.ready()));
  }

  @Override
  protected ApplyOutcome change(
      Stored prior, Stored planned, Value.Fields config, Cancellation cancellation) {
    ControlApi api = access.ready().api();
    DeploymentState before = new DeploymentState(prior.state());
    DeploymentState goal = new DeploymentState(planned.state());
    ObjectId id = ObjectId.of(goal.object());
    Expected expected = new Expected(expectedUid(prior.state()), null);
    // The planned status is unknown if and only if there is a rollout.
    if (!goal.get(STATUS).isUnknown()) {
      if (!goal.get(LABELS).asMap().equals(before.get(LABELS).asMap())) {
        api.deployments().label(id.cluster(), id.name(), goal.get(LABELS).asTextMap(), expected);
      }
      return new ApplyOutcome.Done(planned);
    }
    DeploymentRecord begun = api.deployments().roll(id.cluster(), id.name(), body(goal), expected);
    PrivateState kept =
        planned
            .privateState()
            .without(FAILED_REVISION)
            .without(OBSERVED_REVISION)
            .without(AWAITED_REVISION);
    Duration limit = DeploymentSchema.LIMITS.of(UPDATE, goal.object());
    Rollout rollout = new Rollout(before, goal, id.name(), kept);
    return finish(rollout, begun, limit, cancellation);
  }

  /** Waits for the rollout if configured. */
  private ApplyOutcome finish(
      Rollout rollout, DeploymentRecord begun, Duration limit, Cancellation cancellation) {
    if (!rollout.goal().get(DeploymentSchema.WAIT).asBool(true)) {
      return rollout.done(begun);
    }
    ObjectId id = new ObjectId(begun.cluster(), begun.name());
    try {
      return rollout.await(begun, watch(id, begun.origin().uid(), begun, cancellation), limit);
    } catch (ApiException e) {
      return rollout.unfinished(begun, e.text());
    }
  }

  @Override
  public Timeouts timeouts() {
    return DeploymentSchema.LIMITS;
  }

  @Override
  protected List<Diagnostic> failed(String doing, Value.Fields object, ApiException e) {
    return e.problem().equals("revision_moved") && e.details().isEmpty()
        ? List.of(
            Diagnostic.error(
                Path.of(DeploymentSchema.SECRETS),
                "An attached secret was changed after the plan",
                e.text() + " Nothing was rolled out. Plan again."))
        : super.failed(doing, object, e);
  }
}
