package io.bentoform.api.engine.local;

import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Strategy;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Brings a service from the replicas it has to those that its target wants, in steps of the
 * strategy. Running replicas of the target are kept, so it can be repeated after an interruption.
 */
final class Rollout {
  private final Replicas replicas;
  private final Launcher launcher;
  private final Target target;
  private final ServiceSpecification service;
  private final int count;

  /**
   * A rollout of one service.
   *
   * @param count how many replicas there should be
   */
  Rollout(Replicas replicas, Launcher launcher, Target target, ServiceId service, int count) {
    this.replicas = replicas;
    this.launcher = launcher;
    this.target = target;
    this.service = target.service(service.service());
    this.count = count;
  }

  /**
   * Returns when the new replicas alone serve and the old ones are gone. When it fails, the new
   * replicas are ended, and the remaining old ones serve.
   */
  void run() throws RolloutException, InterruptedException {
    replicas.end(replicas.which(replica -> !replica.alive()));
    List<Replica> before = replicas.all();
    try {
      if (service.strategy() == Strategy.RECREATE) {
        replicas.end(old());
      }
      boolean unproved = !old().isEmpty();
      while (!missing().isEmpty()) {
        step(unproved);
        unproved = false;
      }
    } catch (RolloutException | InterruptedException e) {
      replicas.serve(before::contains);
      replicas.end(replicas.which(replica -> !before.contains(replica)));
      throw e;
    }
    replicas.serve(this::isWanted);
    replicas.end(replicas.which(replica -> !isWanted(replica)));
  }

  /** An update begins with one new replica, which must stay ready for a moment. */
  private void step(boolean first) throws RolloutException, InterruptedException {
    List<Integer> missing = missing();
    if (room() < 1) {
      endOld(first ? 1 : Math.max(1, superfluous()));
    }
    int number = first ? 1 : Math.min(Math.max(1, room()), missing.size());
    List<Replica> started = launcher.start(target, service, missing.subList(0, number));
    replicas.add(started);
    if (first) {
      launcher.requireStaysReady(started, target, service);
    }
    replicas.serve(Replica::ready);
    endOld(superfluous());
  }

  /** How many replicas may be started now. */
  private int room() {
    return count + service.strategy().surge(count) - replicas.all().size();
  }

  /** How many ready replicas the strategy does not need. */
  private int superfluous() {
    int ready = replicas.which(Replica::ready).size();
    return ready - (count - service.strategy().unavailable(count));
  }

  private void endOld(int number) {
    List<Replica> old = old();
    if (number > 0 && !old.isEmpty()) {
      replicas.end(old.subList(Math.max(0, old.size() - number), old.size()));
    }
  }

  private List<Replica> old() {
    return replicas.which(replica -> !isCurrent(replica));
  }

  private boolean isWanted(Replica replica) {
    return isCurrent(replica) && replica.record().index() < count;
  }

  /** Of this revision, and on this release: that of a codespace may change within a revision. */
  private boolean isCurrent(Replica replica) {
    return replica.revision() == target.specification().revision()
        && replica.record().bento().equals(target.release().digest());
  }

  private List<Integer> missing() {
    List<Integer> there =
        replicas.which(this::isCurrent).stream().map(replica -> replica.record().index()).toList();
    return IntStream.range(0, count).boxed().filter(index -> !there.contains(index)).toList();
  }
}
