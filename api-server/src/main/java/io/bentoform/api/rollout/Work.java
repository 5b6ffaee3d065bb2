package io.bentoform.api.rollout;

import io.bentoform.api.deployment.Desired;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One deployment to reconcile, leased to this server.
 *
 * @param uid of the deployment
 * @param cluster uid of its cluster, whose engine does the work
 * @param revision the desired revision when the work was claimed
 * @param target the revision to run: the last good one when the rollout of the desired one failed
 * @param filesRevision the number of requested codespace restarts then
 * @param leaseToken made by this claim; every write of the work is refused once there is another
 */
public record Work(
    String uid,
    String cluster,
    Goal goal,
    int revision,
    int target,
    int filesRevision,
    long leaseToken) {
  /** The desired state. */
  public enum Goal {
    RUN(Desired.RUNNING),
    STOP(Desired.TERMINATED),
    REMOVE(Desired.DELETED);

    private final Desired desired;

    Goal(Desired desired) {
      this.desired = desired;
    }

    Desired desired() {
      return desired;
    }

    static Goal of(Desired desired) {
      return Stream.of(values()).filter(goal -> goal.desired == desired).findFirst().orElseThrow();
    }

    /** Starts may take as long as a build. */
    static final Set<Goal> STARTS = EnumSet.of(RUN);

    /** Ends must not wait behind builds. */
    static final Set<Goal> ENDS = EnumSet.of(STOP, REMOVE);
  }

  /** Whether it restores the last good revision after a failed rollout. */
  boolean isRestoration() {
    return target != revision;
  }
}
