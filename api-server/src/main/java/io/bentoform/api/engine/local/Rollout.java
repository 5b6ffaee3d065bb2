package io.bentoform.api.engine.local;

import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Brings a deployment from the replicas it has to those that its specification wants. Running
 * replicas of that revision are kept, so it can be repeated after an interruption.
 */
final class Rollout {
  private final Replicas replicas;
  private final Launcher launcher;
  private final Specification specification;
  private final PreparedRelease release;

  Rollout(
      Replicas replicas, Launcher launcher, Specification specification, PreparedRelease release) {
    this.replicas = replicas;
    this.launcher = launcher;
    this.specification = specification;
    this.release = release;
  }

  /**
   * Returns when the new replicas alone serve and the old ones are gone. When it fails, the new
   * replicas are ended, and the remaining old ones serve.
   */
  void run() throws RolloutException, InterruptedException {
    replicas.end(replicas.which(replica -> !replica.alive()));
    List<Replica> standing = replicas.all();
    List<Replica> before = replicas.which(replica -> !isCurrent(replica));
    try {
      if (specification.strategy() == Strategy.RECREATE) {
        replicas.end(before);
        start(missing());
      } else if (specification.strategy() == Strategy.RAMPED_SLOW_ROLLOUT) {
        ramp(new ArrayList<>(before));
      } else {
        start(missing());
      }
    } catch (RolloutException | InterruptedException e) {
      replicas.serve(standing::contains);
      replicas.end(replicas.which(replica -> !standing.contains(replica)));
      throw e;
    }
    replicas.serve(this::isWanted);
    replicas.end(replicas.which(replica -> !isWanted(replica)));
  }

  private void ramp(List<Replica> before) throws RolloutException, InterruptedException {
    for (int index : missing()) {
      start(List.of(index));
      replicas.serve(Replica::ready);
      if (!before.isEmpty()) {
        replicas.end(List.of(before.removeLast()));
      }
    }
  }

  private void start(List<Integer> indexes) throws RolloutException, InterruptedException {
    replicas.add(launcher.start(specification, release, indexes));
  }

  private boolean isWanted(Replica replica) {
    return isCurrent(replica) && replica.record().index() < specification.replicas();
  }

  /** Of this revision, and on this release: that of a codespace may change within a revision. */
  private boolean isCurrent(Replica replica) {
    return replica.revision() == specification.revision()
        && replica.record().bento().equals(release.digest());
  }

  private List<Integer> missing() {
    List<Integer> there =
        replicas.which(this::isCurrent).stream().map(replica -> replica.record().index()).toList();
    return IntStream.range(0, specification.replicas())
        .boxed()
        .filter(index -> !there.contains(index))
        .toList();
  }
}
