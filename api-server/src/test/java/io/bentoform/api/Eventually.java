package io.bentoform.api;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for a condition, with a deadline. */
public final class Eventually {
  /** For the first start of a replica on a machine that is busy with the tests beside. */
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  private Eventually() {}

  public static void holds(String what, Callable<Boolean> condition) throws Exception {
    holds(what, DEADLINE, condition);
  }

  public static void holds(String what, Duration limit, Callable<Boolean> condition)
      throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + limit.toSeconds() + " s: " + what);
      }
      Thread.sleep(20);
    }
  }
}
