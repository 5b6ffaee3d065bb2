package io.bentoform.api.engine.local;

import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.local.content.StoredContent;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The target of the replicas of a deployment between two changes; unknown after a restart of the
 * engine.
 */
final class ReplicaSupervisor {
  private final RepairBackoff backoff = new RepairBackoff();
  private volatile @Nullable Target target;

  /** What was rolled out last. */
  record Target(Specification specification, PreparedRelease release) {}

  /** Sets the target. */
  void hold(Specification specification, PreparedRelease release) {
    target = new Target(specification, release);
    backoff.reset();
  }

  /** Clears the target: replicas that end are not restarted. */
  void rest() {
    target = null;
  }

  @Nullable Target target() {
    return target;
  }

  /** All that must stay unpacked. */
  Set<StoredContent> contents() {
    Target current = target;
    return current == null ? Set.of() : current.release().contents();
  }

  boolean isShort(Replicas replicas) {
    Target current = target;
    return current != null && replicas.all().size() < current.specification().replicas();
  }

  /** A replica ended, or could not be started. */
  void failed() {
    backoff.failed();
  }

  /** Whether the backoff is over. */
  boolean isTime() {
    return backoff.isOver();
  }

  /** What happens next, for users. */
  String next() {
    return target == null
        ? "Apply the deployment again."
        : "It is restarted in " + backoff.seconds() + " s.";
  }
}
