package io.bentoform.api.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Interrupts a stalled transfer of the thread that created the guard: an interrupt closes the
 * connection that a virtual thread is reading or writing.
 */
public final class StallGuard implements AutoCloseable {
  private static final long LEAST_BYTES_A_SECOND = 1024;

  private final Thread owner = Thread.currentThread();
  private final Duration patience;
  private final Thread watcher;
  private volatile long bytes;
  private boolean over;
  private boolean stalled;

  /**
   * Starts watching.
   *
   * @param patience how long less than 1 KiB a second is tolerated
   */
  public StallGuard(Duration patience) {
    this.patience = patience;
    this.watcher = Thread.ofVirtual().name("stall-guard").start(this::watch);
  }

  /**
   * Takes a stream to its end.
   *
   * @throws IOException also when it stalled for longer than the patience
   */
  public static void copy(InputStream from, OutputStream to, Duration patience) throws IOException {
    try (StallGuard guard = new StallGuard(patience)) {
      byte[] buffer = new byte[1 << 16];
      long total = 0;
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        to.write(buffer, 0, n);
        total += n;
        guard.moved(total);
      }
    }
  }

  /** Watches the bytes read from a stream. */
  public InputStream watching(InputStream in) {
    return new FilterInputStream(in) {
      private long total;

      @Override
      public int read() throws IOException {
        int one = in.read();
        moved(one < 0 ? total : ++total);
        return one;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        total += Math.max(0, read);
        moved(total);
        return read;
      }
    };
  }

  /** Records the total of bytes transferred. */
  public void moved(long total) {
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
    } catch (InterruptedException e) {
      // Nothing to watch any more.
    }
  }

  private synchronized void interruptOwner() {
    if (!over) {
      stalled = true;
      owner.interrupt();
    }
  }

  /** Stops watching and clears an interrupt of this guard. */
  @Override
  public synchronized void close() {
    over = true;
    watcher.interrupt();
    if (stalled) {
      Thread.interrupted();
    }
  }
}
