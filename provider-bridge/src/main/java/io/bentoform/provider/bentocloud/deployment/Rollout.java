package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.bentocloud.Watch;
import io.bentoform.provider.client.DeploymentRecord;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A rollout of a deployment, and how it can end. */
final class Rollout {

  private static final Set<String> READY = Set.of("running", "scaled-to-zero");

  /** Statuses of a failed rollout. */
  static final Set<String> FAILURES =
      Set.of("failed", "image-build-failed", "terminated", "terminating", "unhealthy");

  private Rollout() {}

  /** The end of a wait. */
  sealed interface End {

    record Ready(DeploymentRecord last) implements End {}

    record Failed(DeploymentRecord last) implements End {}

    record Gone() implements End {}

    /**
     * The wait ended first.
     *
     * @param why a sentence
     */
    record Unfinished(DeploymentRecord last, String why) implements End {}
  }

  /** Waits until a rollout has ended. */
  static End await(DeploymentRecord begun, Watch<DeploymentRecord> watch, Duration limit) {
    return end(begun)
        .orElseGet(
            () ->
                watch.until(
                    limit,
                    seen -> seen.isEmpty() ? Optional.of(new End.Gone()) : end(seen.get()),
                    why ->
                        new End.Unfinished(Objects.requireNonNullElse(watch.last(), begun), why)));
  }

  static boolean isReady(DeploymentRecord record) {
    return READY.contains(record.status());
  }

  /** The end of the rollout that a record shows, if it does. */
  static Optional<End> end(DeploymentRecord record) {
    if (isReady(record)) {
      return Optional.of(new End.Ready(record));
    }
    return FAILURES.contains(record.status())
        ? Optional.of(new End.Failed(record))
        : Optional.empty();
  }
}
