package io.bentoform.provider.bentocloud.deployment;

import static io.bentoform.provider.resource.Timeouts.Operation.CREATE;
import static io.bentoform.provider.resource.Timeouts.Operation.DELETE;
import static io.bentoform.provider.resource.Timeouts.Operation.UPDATE;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ApiErrors;
import io.bentoform.provider.bentocloud.Creation;
import io.bentoform.provider.bentocloud.ImportMarker;
import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.DeploymentClient;
import io.bentoform.provider.client.DeploymentRecord;
import io.bentoform.provider.client.Expected;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.resource.ApplyOutcome;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.Stored;
import io.bentoform.provider.resource.Timeouts;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates, updates and deletes deployments as planned, and waits for their rollouts. */
final class DeploymentWriter {

  private final ApiAccess access;

  DeploymentWriter(ApiAccess access) {
    this.access = access;
  }

  ApplyOutcome create(Stored planned, Cancellation cancellation) {
    ApiAccess.Connection.Ready ready = access.ready();
    DeploymentClient client = ready.api().deployments();
    DeploymentState goal = named(new DeploymentState(planned.state()));
    Map<String, @Nullable Object> body = body(ready, goal);
    body.put("name", goal.name());
    body.put("dev", false);
    return new Creation<>(
            "deployment",
            goal.id(),
            goal.object(),
            () -> client.find(goal.cluster(), goal.name()),
            uid -> {
              if (uid != null) {
                body.put("uid", uid);
              }
              return client.create(goal.cluster(), body);
            },
            (e, lost) -> DeploymentErrors.call("create", goal, e))
        .run(
            access,
            goal.timeout(CREATE),
            cancellation,
            begun -> finish(goal, goal, begun, CREATE, PrivateState.EMPTY, cancellation));
  }

  ApplyOutcome update(Stored prior, Stored planned, Cancellation cancellation) {
    ApiAccess.Connection.Ready ready = access.ready();
    DeploymentClient client = ready.api().deployments();
    DeploymentState before = new DeploymentState(prior.state());
    DeploymentState goal = new DeploymentState(planned.state());
    PrivateState kept = ImportMarker.removed(planned.privateState());
    DeploymentRecord begun;
    try {
      Expected expected = new Expected(ready.api().capabilities().expectedUid(before.uid()), null);
      // The planned status is unknown if and only if there is a rollout.
      if (!goal.get(DeploymentSchema.STATUS).isUnknown()) {
        Value labels = goal.get(DeploymentSchema.LABELS);
        if (!labels.asMap().equals(before.get(DeploymentSchema.LABELS).asMap())) {
          client.label(goal.cluster(), goal.name(), Pairs.labels(labels), expected);
        }
        return new ApplyOutcome.Done(new Stored(goal.object(), kept));
      }
      begun = client.roll(goal.cluster(), goal.name(), body(ready, goal), expected);
    } catch (ApiException e) {
      return new ApplyOutcome.Failed(null, DeploymentErrors.call("update", goal, e));
    }
    PrivateState rolled =
        kept.without(DeploymentState.FAILED_REVISION)
            .without(DeploymentState.OBSERVED_REVISION)
            .without(DeploymentState.AWAITED_REVISION);
    return finish(before, goal, begun, UPDATE, rolled, cancellation);
  }

  private static Map<String, @Nullable Object> body(
      ApiAccess.Connection.Ready ready, DeploymentState goal) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>(goal.body());
    boolean expects =
        ApiErrors.call(
            "ask the control API what it offers",
            () -> ready.api().capabilities().expectsSecretRevisions());
    if (expects && !goal.expectedRevisions().isEmpty()) {
      body.put("expected_secret_revisions", goal.expectedRevisions());
    }
    return body;
  }

  /** A name generated here is known even if the response to the creation is lost. */
  private static DeploymentState named(DeploymentState goal) {
    if (!goal.name().isEmpty()) {
      return goal;
    }
    byte[] random = new byte[GeneratedName.RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String bento = goal.get(DeploymentSchema.BENTO).asText().orElse("bento");
    String name = GeneratedName.of(bento, random);
    return new DeploymentState(goal.object().with(DeploymentSchema.NAME, Value.text(name)));
  }

  /** Waits for the rollout if configured, and returns the resulting state. */
  private ApplyOutcome finish(
      DeploymentState before,
      DeploymentState goal,
      DeploymentRecord begun,
      Timeouts.Operation operation,
      PrivateState kept,
      Cancellation cancellation) {
    if (!goal.waits()) {
      return new ApplyOutcome.Done(new Stored(goal.afterApply(begun).object(), kept));
    }
    Duration limit = goal.timeout(operation);
    Rollout rollout =
        new Rollout(
            access.ready().api().deployments(),
            new ObjectId(begun.cluster(), begun.name()),
            begun.origin().uid(),
            cancellation);
    Unfinished unfinished = new Unfinished(operation == CREATE, goal, kept);
    Rollout.End end;
    try {
      end = rollout.awaitReady(begun, limit);
    } catch (ApiException e) {
      return unfinished.outcome(begun, e.text());
    }
    return switch (end) {
      case Rollout.End.Ready(DeploymentRecord last) ->
          new ApplyOutcome.Done(new Stored(goal.afterApply(last).object(), kept));
      case Rollout.End.Failed(DeploymentRecord last) -> failed(before, goal, last, kept);
      case Rollout.End.Gone ignored ->
          new ApplyOutcome.Failed(
              null,
              List.of(
                  DeploymentErrors.rollout(
                      goal.name(), "gone", "It was deleted during the rollout.")));
      case Rollout.End.TimedOut timedOut ->
          unfinished.outcome(
              latest(begun, timedOut), "It took longer than " + limit.toSeconds() + " s.");
      case Rollout.End.Stopped stopped ->
          unfinished.outcome(latest(begun, stopped), "The wait was interrupted.");
    };
  }

  private static DeploymentRecord latest(DeploymentRecord begun, Rollout.End end) {
    DeploymentRecord last = end.last();
    return last == null ? begun : last;
  }

  /**
   * After a failed update the state keeps the prior configuration, so that the next plan proposes
   * the change again.
   */
  private static ApplyOutcome failed(
      DeploymentState before, DeploymentState goal, DeploymentRecord last, PrivateState kept) {
    String failure = last.failure();
    Diagnostic why =
        DeploymentErrors.rollout(
            goal.name(),
            last.status(),
            failure == null ? "See the logs of the deployment." : failure);
    boolean created = before.equals(goal);
    PrivateState marked =
        kept.with(DeploymentState.FAILED_REVISION, String.valueOf(last.revision()));
    Stored best =
        created
            ? new Stored(goal.afterApply(last).object(), kept)
            : new Stored(before.observed(last).object(), marked);
    return new ApplyOutcome.Failed(best, List.of(why));
  }

  /** A rollout that was not finished when the wait ended. */
  private record Unfinished(boolean first, DeploymentState goal, PrivateState kept) {

    /**
     * A failed creation is stored as tainted and destroyed by the next apply. As the deployment may
     * become healthy in the meantime, this is a warning for a creation.
     */
    ApplyOutcome outcome(DeploymentRecord last, String what) {
      PrivateState awaited =
          kept.with(DeploymentState.AWAITED_REVISION, String.valueOf(last.revision()));
      Diagnostic found =
          DeploymentErrors.notReady(
              first ? Diagnostic.Severity.WARNING : Diagnostic.Severity.ERROR,
              goal.name(),
              last.status(),
              what);
      DeploymentState made = goal.afterApply(last);
      return first
          ? new ApplyOutcome.Done(new Stored(made.object(), awaited), List.of(found))
          : new ApplyOutcome.Failed(
              new Stored(made.refresh(last, kept).object(), awaited), List.of(found));
    }
  }

  List<Diagnostic> delete(Stored prior, Cancellation cancellation) {
    DeploymentState state = new DeploymentState(prior.state());
    DeploymentClient client = access.ready().api().deployments();
    try {
      return access
          .run()
          .deleting("deployment", state.id(), () -> delete(client, state, cancellation));
    } catch (ApiException e) {
      return ApiErrors.describe(
          "delete the deployment \"" + state.name() + "\"", e, pointer -> Path.ROOT);
    }
  }

  private List<Diagnostic> delete(
      DeploymentClient client, DeploymentState state, Cancellation cancellation) {
    String uid = access.ready().api().capabilities().expectedUid(state.uid());
    client.delete(state.cluster(), state.name(), uid);
    Duration limit = state.timeout(DELETE);
    Rollout end = new Rollout(client, state.id(), state.uid(), cancellation);
    return switch (end.awaitGone(limit)) {
      case Rollout.End.Gone ignored -> List.of();
      case Rollout.End.Stopped ignored ->
          List.of(notGone(state.name(), "The wait was interrupted."));
      default -> List.of(notGone(state.name(), "It took longer than " + limit.toSeconds() + " s."));
    };
  }

  private static Diagnostic notGone(String name, String what) {
    return Diagnostic.error(
        "The deployment \"" + name + "\" is not deleted yet",
        what + " The deletion continues; run the same command again.");
  }
}
