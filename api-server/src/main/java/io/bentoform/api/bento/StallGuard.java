package io.bentoform.api.bento;

import java.time.Duration;

/**
 * Ends a transfer of the thread that made it when its peer sends or takes next to nothing: an
 * interrupt closes the connection under a virtual thread, however deep in a read or write it is.
 */
final class StallGuard implements AutoCloseable {
  private static final long LEAST_BYTES_A_SECOND = 1024;

  private final Thread owner = Thread.currentThread();
  private final Duration patience;
  private final Thread watcher;
  private volatile long bytes;
  private boolean over;
  private boolean stalled;

  StallGuard(Duration patience) {
    this.patience = patience;
    this.watcher = Thread.ofVirtual().name("stall-guard").start(this::watch);
  }

  /** So many bytes went through, in all. */
  void moved(long total) {
    bytes = total;
  }

  private void watch() {
    long before = 0;
    try {
      while (true) {
        Thread.sleep(patience);
        long now = bytes;
        if (now - before < patience.toSeconds() * LEAST_BYTES_A_SECOND) {
          interruptOwner();
          return;
        }
        before = now;
      }
    } catch (InterruptedException transferEnded) {
      // Nothing to watch any more.
    }
  }

  private synchronized void interruptOwner() {
    if (!over) {
      stalled = true;
      owner.interrupt();
    }
  }

  /** After this the owner is not interrupted; an interrupt that it got from here is taken back. */
  @Override
  public synchronized void close() {
    over = true;
    watcher.interrupt();
    if (stalled) {
      Thread.interrupted();
    }
  }
}
