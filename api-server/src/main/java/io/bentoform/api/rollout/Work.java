package io.bentoform.api.rollout;

import io.bentoform.api.deployment.Desired;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One deployment that is not as it should be, leased to this server.
 *
 * @param uid of the deployment
 * @param revision the wanted revision when the work was claimed
 * @param target the revision to run: the last good one where the rollout of the wanted one failed
 * @param filesRevision how often the files of a codespace had asked for a new start then
 * @param leaseToken made by this claim; every write of the work is refused once there is another
 */
public record Work(
    String uid, Goal goal, int revision, int target, int filesRevision, long leaseToken) {
  /** What is wanted. */
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

    /** Starting: it may take as long as a build does. */
    static final Set<Goal> STARTS = EnumSet.of(RUN);

    /** Ending: it must not wait behind builds. */
    static final Set<Goal> ENDS = EnumSet.of(STOP, REMOVE);
  }

  /** Whether it brings back what ran before a rollout failed. */
  boolean isRestoration() {
    return target != revision;
  }
}
