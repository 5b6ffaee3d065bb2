package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.DeploymentClient;
import io.bentoform.provider.client.DeploymentRecord;
import io.bentoform.provider.client.Origin;
import io.bentoform.provider.resource.Cancellation;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a deployment is ready or deleted, until a timeout or until the run is interrupted.
 */
final class Rollout {

  private static final Set<String> READY = Set.of("running", "scaled-to-zero");
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** How long to tolerate an unavailable API. */
  private static final Duration MAX_OUTAGE = Duration.ofSeconds(30);

  private final DeploymentClient client;
  private final ObjectId id;
  private final @Nullable String uid;
  private final Cancellation cancellation;

  /**
   * Watches a deployment.
   *
   * @param uid null to accept any deployment of the name
   */
  Rollout(DeploymentClient client, ObjectId id, @Nullable String uid, Cancellation cancellation) {
    this.client = client;
    this.id = id;
    this.uid = uid;
    this.cancellation = cancellation;
  }

  /** The result of a wait, with the last record, which is null if none was read. */
  sealed interface End {
    @Nullable DeploymentRecord last();

    record Ready(DeploymentRecord last) implements End {}

    record Failed(DeploymentRecord last) implements End {}

    record Gone(@Nullable DeploymentRecord last) implements End {}

    record TimedOut(@Nullable DeploymentRecord last) implements End {}

    record Stopped(@Nullable DeploymentRecord last) implements End {}
  }

  /** Waits until a rollout has ended. */
  End awaitReady(DeploymentRecord begun, Duration limit) {
    return await(begun, limit, true);
  }

  /** Waits until the deployment no longer exists. */
  End awaitGone(Duration limit) {
    return await(null, limit, false);
  }

  private End await(@Nullable DeploymentRecord begun, Duration limit, boolean judge) {
    long start = System.nanoTime();
    long answered = start;
    Duration pause = FIRST_PAUSE;
    DeploymentRecord last = begun;
    while (true) {
      End end = last != null && judge ? judged(last) : null;
      if (end != null) {
        return end;
      }
      if (System.nanoTime() - start > limit.toNanos()) {
        return new End.TimedOut(last);
      }
      if (judge && cancellation.stoppedWithin(pause)) {
        return new End.Stopped(last);
      }
      try {
        Optional<DeploymentRecord> seen =
            client.find(id.cluster(), id.name()).filter(this::isMeant);
        if (seen.isEmpty()) {
          return new End.Gone(last);
        }
        last = seen.get();
        answered = System.nanoTime();
      } catch (ApiException e) {
        if (cancellation.isStopped()) {
          return new End.Stopped(last);
        }
        if (!isTransient(e) || System.nanoTime() - answered > MAX_OUTAGE.toNanos()) {
          throw e;
        }
      }
      if (!judge && cancellation.stoppedWithin(pause)) {
        return new End.Stopped(last);
      }
      pause = longer(pause);
    }
  }

  private boolean isMeant(DeploymentRecord record) {
    return !Origin.areDifferent(uid, record.origin().uid());
  }

  private static boolean isTransient(ApiException e) {
    return e.kind() == ApiException.Kind.UNREACHABLE
        || e.kind() == ApiException.Kind.NOT_SENT
        || e.kind() == ApiException.Kind.FAILED;
  }

  private static Duration longer(Duration pause) {
    Duration next = pause.multipliedBy(3).dividedBy(2);
    return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
  }

  static boolean isReady(DeploymentRecord record) {
    return READY.contains(record.status());
  }

  static boolean hasEnded(DeploymentRecord record) {
    return judged(record) != null;
  }

  private static @Nullable End judged(DeploymentRecord record) {
    if (isReady(record)) {
      return new End.Ready(record);
    }
    return DeploymentState.FAILURES.contains(record.status()) ? new End.Failed(record) : null;
  }
}
