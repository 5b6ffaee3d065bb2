package io.bentoform.api.engine.local;

import java.time.Duration;

/**
 * How long to wait before a dead replica is restarted: one second, doubled each time up to a
 * minute, and reset after a minute without failures.
 */
final class RepairBackoff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LAST = Duration.ofSeconds(60);

  private Duration pause = Duration.ZERO;
  private long since = System.nanoTime();

  synchronized void reset() {
    pause = Duration.ZERO;
  }

  synchronized void failed() {
    Duration quiet = Duration.ofNanos(System.nanoTime() - since);
    boolean fresh = pause.isZero() || quiet.compareTo(pause.plus(LAST)) > 0;
    Duration next = fresh ? FIRST : pause.multipliedBy(2);
    pause = next.compareTo(LAST) > 0 ? LAST : next;
    since = System.nanoTime();
  }

  synchronized boolean isOver() {
    return System.nanoTime() - since >= pause.toNanos();
  }

  synchronized long seconds() {
    return pause.toSeconds();
  }
}
