package io.bentoform.api.rollout;

import java.util.Set;
import java.util.concurrent.Semaphore;

/** Limits concurrent work of one kind. Work in one lane never waits for another lane. */
final class Lane {
  private final Set<Work.Goal> goals;
  private final Semaphore free;

  Lane(Set<Work.Goal> goals, int width) {
    this.goals = goals;
    this.free = new Semaphore(width);
  }

  Set<Work.Goal> goals() {
    return goals;
  }

  boolean enter() {
    return free.tryAcquire();
  }

  void leave() {
    free.release();
  }
}
