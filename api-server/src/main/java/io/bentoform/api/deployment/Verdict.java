package io.bentoform.api.deployment;

import io.bentoform.api.engine.Observation;

/**
 * What an observation means for a deployment that should be running and on which there is no work.
 *
 * @param reason one word, empty when all is well
 * @param message the same for people
 */
record Verdict(Status status, String reason, String message) {
  static final String REPLICAS_LOST = "ReplicasLost";

  static Verdict of(Observation seen) {
    if (seen.standing()) {
      String notice = seen.failure().orElse("");
      return new Verdict(Status.RUNNING, notice.isEmpty() ? "" : Conditions.CODESPACE, notice);
    }
    if (seen.ready() >= seen.wanted() && seen.ready() > 0) {
      return new Verdict(Status.RUNNING, "", "");
    }
    String count = seen.ready() + " of " + seen.wanted() + " replicas are ready.";
    return new Verdict(
        seen.ready() > 0 ? Status.UNHEALTHY : Status.FAILED,
        REPLICAS_LOST,
        seen.failure().orElse(count));
  }
}
