package io.bentoform.api.rollout;

import io.bentoform.api.deployment.Conditions;
import io.bentoform.api.deployment.Status;
import io.bentoform.api.engine.Observation;

/**
 * What an observation means for a deployment between two rollouts.
 *
 * @param reason of a message; empty where there is nothing to be said
 * @param message for users, of any length
 */
record ObservedStatus(Status status, String reason, String message) {
  static final String REPLICAS_LOST = "ReplicasLost";

  static ObservedStatus of(Observation observation) {
    if (observation.standing()) {
      return told(Status.RUNNING, Conditions.CODESPACE, observation.failure().orElse(""));
    }
    int ready = observation.ready();
    if (ready >= observation.wanted() && ready > 0) {
      return told(Status.RUNNING, "", "");
    }
    String count = ready + " of " + observation.wanted() + " replicas are ready.";
    Status status = ready > 0 ? Status.UNHEALTHY : Status.FAILED;
    return told(status, REPLICAS_LOST, observation.failure().orElse(count));
  }

  private static ObservedStatus told(Status status, String reason, String message) {
    return new ObservedStatus(status, message.isEmpty() ? "" : reason, message);
  }
}
