package io.bentoform.api;

import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Removes what has been kept for its time: once at the start, then every hour. */
final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Housekeeping.class.getName());
  private static final Duration PERIOD = Duration.ofHours(1);

  private final List<Task> tasks;
  private final Thread thread = Thread.ofVirtual().name("housekeeping").unstarted(this::work);

  /**
   * One thing to remove.
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
      LOG.log(Level.FINE, "No more housekeeping");
    }
  }

  /** One that fails, as when the database is away, is tried again with the next round. */
  private static void run(Task task) {
    try {
      task.removal().run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "What is too old was not removed: " + task.name(), e);
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
