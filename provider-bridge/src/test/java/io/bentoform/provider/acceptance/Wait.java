package io.bentoform.provider.acceptance;

import java.time.Duration;

/** Waits for what happens in another process. */
final class Wait {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private Wait() {}

  /** What is waited for. */
  interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits until something holds, and fails when it takes too long. */
  static void until(String what, Condition condition) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    try {
      while (!condition.holds()) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("not within " + LIMIT + ": " + what);
        }
        Thread.sleep(20);
      }
    } catch (Exception e) {
      throw new AssertionError(what, e);
    }
  }
}
