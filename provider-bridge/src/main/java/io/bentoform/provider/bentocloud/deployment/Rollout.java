package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.DeploymentClient;
import io.bentoform.provider.client.DeploymentRecord;
import io.bentoform.provider.client.Origin;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.resource.Waiting;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Waits until a deployment is ready or deleted. An instance is used for one wait. */
final class Rollout {

  private static final Set<String> READY = Set.of("running", "scaled-to-zero");

  /** Statuses of a failed rollout. */
  static final Set<String> FAILURES =
      Set.of("failed", "image-build-failed", "terminated", "terminating", "unhealthy");

  /** How long to tolerate an unavailable API. */
  private static final Duration MAX_OUTAGE = Duration.ofSeconds(30);

  private final DeploymentClient client;
  private final ObjectId id;
  private final @Nullable String uid;
  private final Cancellation cancellation;
  private long answered = System.nanoTime();

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

  /** The end of a wait. */
  sealed interface End {

    record Ready(DeploymentRecord last) implements End {}

    record Failed(DeploymentRecord last) implements End {}

    record Gone() implements End {}

    /**
     * The wait ended first.
     *
     * @param last what was read last
     * @param why a sentence
     */
    record Unfinished(@Nullable DeploymentRecord last, String why) implements End {}
  }

  /** Waits until a rollout has ended. */
  End awaitReady(DeploymentRecord begun, Duration limit) {
    Optional<End> now = judged(begun);
    return now.isPresent() ? now.get() : await(begun, limit);
  }

  /** Waits until the deployment no longer exists. */
  End awaitGone(Duration limit) {
    return await(null, limit);
  }

  /** Waits for the end of a rollout that has begun, or else for the end of the deployment. */
  private End await(@Nullable DeploymentRecord begun, Duration limit) {
    Looking looking = new Looking(begun);
    Waiting.Result<End> result = new Waiting(limit, cancellation).until(looking::look);
    String why =
        result.otherwise() == Waiting.End.INTERRUPTED
            ? "The wait was interrupted."
            : "It took longer than " + limit.toSeconds() + " s.";
    return result.value().orElseGet(() -> new End.Unfinished(looking.last, why));
  }

  /** The deployment as it was read last. */
  private final class Looking {
    private final boolean rollout;
    private @Nullable DeploymentRecord last;
    private boolean known;

    Looking(@Nullable DeploymentRecord begun) {
      this.rollout = begun != null;
      this.last = begun;
      this.known = rollout;
    }

    Optional<End> look() {
      if (known) { // the answer that has begun the rollout is judged already
        known = false;
        return Optional.empty();
      }
      try {
        Optional<DeploymentRecord> seen = client.find(id.cluster(), id.name());
        if (seen.isEmpty() || Origin.areDifferent(uid, seen.get().origin().uid())) {
          return Optional.of(new End.Gone());
        }
        last = seen.get();
        answered = System.nanoTime();
        return rollout ? judged(seen.get()) : Optional.empty();
      } catch (ApiException e) {
        boolean tolerated = isTransient(e) && System.nanoTime() - answered <= MAX_OUTAGE.toNanos();
        if (tolerated || cancellation.isStopped()) {
          return Optional.empty();
        }
        throw e;
      }
    }
  }

  private static boolean isTransient(ApiException e) {
    return e.kind() == ApiException.Kind.UNREACHABLE
        || e.kind() == ApiException.Kind.NOT_SENT
        || e.kind() == ApiException.Kind.FAILED;
  }

  static boolean isReady(DeploymentRecord record) {
    return READY.contains(record.status());
  }

  /** The end of the rollout that a record shows, if it does. */
  static Optional<End> judged(DeploymentRecord record) {
    if (isReady(record)) {
      return Optional.of(new End.Ready(record));
    }
    return FAILURES.contains(record.status())
        ? Optional.of(new End.Failed(record))
        : Optional.empty();
  }
}
