package io.bentoform.api.engine.local;

import java.io.IOException;
import java.time.Duration;

/** Rotates full logs, every second. */
final class LogRotation implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LogRotation.class.getName());
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** Limits the warnings of a full disk. */
  private static final Duration PERIOD_AFTER_FAILURE = Duration.ofMinutes(1);

  private final ReplicaLogs logs;
  private final Thread thread = Thread.ofVirtual().name("rotate-logs").unstarted(this::work);

  LogRotation(ReplicaLogs logs) {
    this.logs = logs;
  }

  void start() {
    thread.start();
  }

  private void work() {
    try {
      while (!Thread.interrupted()) {
        Thread.sleep(rotate() ? PERIOD : PERIOD_AFTER_FAILURE);
      }
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.TRACE, "Log rotation stopped");
    }
  }

  private boolean rotate() {
    try {
      logs.rotate();
      return true;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "A log cannot be rotated", e);
      return false;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
