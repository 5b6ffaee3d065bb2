package io.bentoform.provider.plugin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Overwrites what hosts that are gone have left in the heap: a collector frees memory and leaves
 * what was in it. Native memory is overwritten as it is freed, by a setting of the launcher.
 *
 * <p>Needs the serial collector, which fills its spaces from one end to the other.
 */
final class MemoryScrubber {

  /** So small that hardly anything is left over at the end of a space: 1 KiB with its header. */
  private static final int REFERENCES = 252;

  /** What the thread of the cleaners needs to let go of what a collection has found. */
  private static final Duration CLEANERS = Duration.ofMillis(100);

  /** Collects what nobody holds, fills what is free with nulls, and gives it back. */
  void scrub() throws InterruptedException {
    System.gc();
    Thread.sleep(CLEANERS);
    System.gc();
    fill(Runtime.getRuntime().freeMemory());
    System.gc();
  }

  private static void fill(long bytes) {
    @Nullable Object @Nullable [] filling = null;
    for (long filled = 0; filled < bytes; filled += REFERENCES * Integer.BYTES) {
      @Nullable Object[] next = new @Nullable Object[REFERENCES];
      next[0] = filling; // all of it stays in use, so that survivor spaces are filled too
      filling = next;
    }
  }
}
