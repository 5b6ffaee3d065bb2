package io.bentoform.api.engine.local;

import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.local.content.StoredContent;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the replicas of a deployment are held to between two changes, as far as this engine knows:
 * after a restart it does not.
 */
final class ReplicaSupervisor {
  private final RepairBackoff backoff = new RepairBackoff();
  private volatile @Nullable Target target;

  /** What was rolled out last. */
  record Target(Specification specification, PreparedRelease release) {}

  /** Replicas are held to this from now on. */
  void hold(Specification specification, PreparedRelease release) {
    target = new Target(specification, release);
    backoff.reset();
  }

  /** Replicas that end are not started again. */
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

  /** Whether it is time to start a replica again. */
  boolean isTime() {
    return backoff.isOver();
  }

  /** What comes next for replicas that ended, for users. */
  String next() {
    return target == null
        ? "Apply the deployment again."
        : "It is started again in " + backoff.seconds() + " s.";
  }
}
