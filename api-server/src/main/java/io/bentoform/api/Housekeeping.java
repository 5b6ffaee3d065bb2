package io.bentoform.api;

import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Removes expired data: once at start, then every hour. */
final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Housekeeping.class.getName());
  private static final Duration PERIOD = Duration.ofHours(1);

  private final List<Task> tasks;
  private final Thread thread = Thread.ofVirtual().name("housekeeping").unstarted(this::work);

  /**
   * One kind of removal.
   *
   * @param name for the log
   */
  record Task(String name, Runnable removal) {}

  Housekeeping(List<Task> tasks) {
    this.tasks = List.copyOf(tasks);
  }

  void start() {
    thread.start();
  }

  private void work() {
    try {
      while (true) {
        tasks.forEach(Housekeeping::run);
        Thread.sleep(PERIOD);
      }
    } catch (InterruptedException e) {
      LOG.log(Level.FINE, "Housekeeping stopped");
    }
  }

  /** A task that fails, for example without a database, is retried in the next round. */
  private static void run(Task task) {
    try {
      task.removal().run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Could not remove old " + task.name(), e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
