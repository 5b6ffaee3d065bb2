package io.bentoform.api.rollout;

import io.bentoform.api.deployment.Conditions;
import io.bentoform.api.deployment.Status;
import io.bentoform.api.engine.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The observed state of a deployment between two rollouts.
 *
 * @param reason of the message; empty for none
 * @param message for users, of any length
 * @param revision that the replicas run, or will run again; null when nothing runs
 */
record ObservedStatus(Status status, String reason, String message, @Nullable Integer revision) {
  static final String BUILD_FAILED = "EnvironmentBuildFailed";
  static final String START_FAILED = "ReplicaStartFailed";
  private static final String REPLICAS_LOST = "ReplicasLost";

  /** Whether the reason is that of a failed rollout. */
  static boolean isFailedRollout(String reason) {
    return reason.equals(BUILD_FAILED) || reason.equals(START_FAILED);
  }

  /** The status after a failed rollout, by what still serves, or would with the next request. */
  static Status ofFailedRollout(boolean building, Observation observation) {
    return building
        ? Status.IMAGE_BUILD_FAILED
        : observation.ready() > 0 || observation.isScaledToZero()
            ? Status.UNHEALTHY
            : Status.FAILED;
  }

  /** The revision that runs; null when nothing does. */
  static @Nullable Integer revision(Observation observation) {
    return observation.revision().isPresent() ? (Integer) observation.revision().getAsInt() : null;
  }

  /** The state after an observation. */
  ObservedStatus after(Observation observation) {
    if (isFailedRollout(reason)) {
      // The failed rollout stays the reason; the replicas that it left may change.
      Status now = ofFailedRollout(status == Status.IMAGE_BUILD_FAILED, observation);
      return new ObservedStatus(now, reason, message, revision(observation));
    }
    if (observation.standing()) {
      return with(Status.RUNNING, Conditions.CODESPACE, observation.failure().orElse(""));
    }
    if (observation.isScaledToZero() && observation.failure().isEmpty()) {
      return with(Status.SCALED_TO_ZERO, "", "");
    }
    int ready = observation.ready();
    if (ready >= observation.wanted() && ready > 0) {
      return with(Status.RUNNING, Conditions.SYSTEM_PACKAGES, observation.failure().orElse(""));
    }
    String count = ready + " of " + observation.wanted() + " replicas are ready.";
    return with(
        ready > 0 ? Status.UNHEALTHY : Status.FAILED,
        REPLICAS_LOST,
        observation.failure().orElse(count));
  }

  /** The revision is that of the last rollout, whether or not its replicas are ready now. */
  private ObservedStatus with(Status now, String newReason, String newMessage) {
    return new ObservedStatus(now, newMessage.isEmpty() ? "" : newReason, newMessage, revision);
  }
}
