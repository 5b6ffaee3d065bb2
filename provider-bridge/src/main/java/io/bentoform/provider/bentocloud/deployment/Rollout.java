package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.bentocloud.Watch;
import io.bentoform.provider.client.DeploymentRecord;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.resource.ApplyOutcome;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.Stored;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A rollout that has begun, and what to store at its end.
 *
 * @param before the state before the change, null for a new deployment
 * @param goal the planned state
 * @param kept the private state, without what is known of earlier rollouts
 */
record Rollout(
    @Nullable DeploymentState before, DeploymentState goal, String name, PrivateState kept) {

  /**
   * Waits until the rollout has ended.
   *
   * @param begun the answer that has begun it
   */
  ApplyOutcome await(DeploymentRecord begun, Watch<DeploymentRecord> watch, Duration limit) {
    return await(
        begun,
        watch,
        limit,
        this::ended,
        () -> new ApplyOutcome.Failed(null, List.of(gone(name))),
        why -> unfinished(Objects.requireNonNullElse(watch.last(), begun), why));
  }

  /** Waits until a rollout has ended, whatever its end is for. */
  static <T> T await(
      DeploymentRecord begun,
      Watch<DeploymentRecord> watch,
      Duration limit,
      Function<DeploymentRecord, T> ended,
      Supplier<T> gone,
      Function<String, T> unfinished) {
    if (begun.status().hasEnded()) {
      return ended.apply(begun);
    }
    return watch.until(
        limit,
        seen ->
            seen.isEmpty()
                ? Optional.of(gone.get())
                : seen.filter(each -> each.status().hasEnded()).map(ended),
        unfinished);
  }

  private ApplyOutcome ended(DeploymentRecord last) {
    return last.status().isReady() ? done(last) : failed(last);
  }

  ApplyOutcome done(DeploymentRecord last) {
    return new ApplyOutcome.Done(new Stored(goal.afterApply(last), kept));
  }

  /**
   * After a failed update the state keeps the prior configuration, so that the next plan proposes
   * the change again.
   */
  private ApplyOutcome failed(DeploymentRecord last) {
    PrivateState marked =
        kept.with(DeploymentState.FAILED_REVISION, String.valueOf(last.revision()));
    Stored best =
        before == null
            ? new Stored(goal.afterApply(last), kept)
            : new Stored(before.observed(last).object(), marked);
    return new ApplyOutcome.Failed(best, List.of(failure(name, last)));
  }

  static Diagnostic failure(String name, DeploymentRecord last) {
    String failure = last.failure();
    return failed(
        name, last.status().text(), failure == null ? "See the logs of the deployment." : failure);
  }

  static Diagnostic gone(String name) {
    return failed(name, "gone", "It was deleted during the rollout.");
  }

  private static Diagnostic failed(String name, String status, String why) {
    return Diagnostic.error(
        "The rollout of the deployment \"" + name + "\" failed",
        "Its status is \"" + status + "\". " + why);
  }

  /**
   * The outcome of a rollout that was not finished when the wait ended. A failed creation is stored
   * as tainted and destroyed by the next apply. As the deployment may become healthy in the
   * meantime, this is a warning for a creation.
   */
  ApplyOutcome unfinished(DeploymentRecord last, String what) {
    PrivateState awaited =
        kept.with(DeploymentState.AWAITED_REVISION, String.valueOf(last.revision()));
    Diagnostic found =
        new Diagnostic(
            before == null ? Diagnostic.Severity.WARNING : Diagnostic.Severity.ERROR,
            "The rollout of the deployment \"" + name + "\" is not finished",
            what
                + " Its status was \""
                + last.status().text()
                + "\". The rollout continues; the next plan reports its result.",
            Path.ROOT);
    Value.Fields made = goal.afterApply(last);
    return before == null
        ? new ApplyOutcome.Done(new Stored(made, awaited), List.of(found))
        : new ApplyOutcome.Failed(
            new Stored(new DeploymentState(made).refresh(last, kept).object(), awaited),
            List.of(found));
  }
}
