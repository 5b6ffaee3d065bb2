package io.bentoform.api.rollout;

import io.bentoform.api.engine.Engine;
import io.bentoform.api.engine.EngineUnavailableException;
import io.bentoform.api.engine.Engines;
import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.Progress;
import io.bentoform.api.engine.RolloutException;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Does one piece of work on a thread of its own. Only a {@link RolloutException} is a failed
 * rollout; any other failure is retried later.
 *
 * <p>A cancellation interrupts the engine, but never a call of the queue: an interrupt closes the
 * database connection that a virtual thread is using.
 */
final class WorkRun {
  private static final Logger LOG = Logger.getLogger(WorkRun.class.getName());

  private final Engines engines;
  private final WorkQueue queue;
  private final Work work;
  private final Thread thread;
  private boolean inQueue;
  private boolean cancelled;

  /**
   * Starts nothing yet.
   *
   * @param done runs at the end of the thread, however the work ended
   */
  WorkRun(Engines engines, WorkQueue queue, Work work, Runnable done) {
    this.engines = engines;
    this.queue = queue;
    this.work = work;
    this.thread = Thread.ofVirtual().name("rollout-" + work.uid()).unstarted(() -> run(done));
  }

  void start() {
    thread.start();
  }

  /** Interrupts the work, also when it has not started yet. */
  synchronized void cancel() {
    cancelled = true;
    if (!inQueue) {
      thread.interrupt();
    }
  }

  /** Waits for the end of the thread; false when it takes longer. */
  boolean join(Duration limit) throws InterruptedException {
    return thread.join(limit);
  }

  private void run(Runnable done) {
    try {
      handle();
    } finally {
      done.run();
    }
  }

  private void handle() {
    try {
      reconcile();
    } catch (InterruptedException e) {
      giveBack(() -> queue.release(work));
    } catch (RuntimeException | Error e) {
      if (isCancelled()) {
        giveBack(() -> queue.release(work));
        return;
      }
      warn(e);
      giveBack(() -> queue.postpone(work));
    }
  }

  private void warn(Throwable e) {
    String what = "The work on deployment " + work.uid() + " is retried later";
    if (e instanceof EngineUnavailableException) {
      LOG.log(Level.WARNING, "{0}. {1}", new Object[] {what, e.getMessage()});
    } else {
      LOG.log(Level.SEVERE, what, e);
    }
  }

  private synchronized boolean isCancelled() {
    return cancelled || Thread.currentThread().isInterrupted();
  }

  /** Without a database the lease expires, and the work is claimed again then. */
  private void giveBack(Runnable call) {
    try {
      inQueue(call);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A lease could not be released; it expires by itself", e);
    }
  }

  private void reconcile() throws InterruptedException {
    Engine engine = engines.of(work.cluster());
    switch (work.goal()) {
      case RUN -> rollOut(engine);
      case STOP -> {
        engine.stop(work.uid());
        inQueue(() -> queue.ended(work));
      }
      case REMOVE -> {
        engine.remove(work.uid());
        inQueue(() -> queue.ended(work));
      }
    }
  }

  private void rollOut(Engine engine) throws InterruptedException {
    try {
      engine.apply(read(() -> queue.specification(work)), progress());
      Observation observation = engine.observe(work.uid());
      inQueue(() -> queue.succeeded(work, observation));
    } catch (RolloutException e) {
      LOG.log(Level.WARNING, e.getMessage());
      Observation observation = engine.observe(work.uid());
      if (runsAsWanted(observation)) {
        // The wanted replicas already run, so what is missing was not needed.
        inQueue(() -> queue.succeeded(work, observation));
      } else {
        inQueue(() -> queue.failed(work, e, observation));
      }
    }
  }

  private boolean runsAsWanted(Observation observation) {
    return observation.revision().equals(OptionalInt.of(work.target()))
        && observation.ready() > 0
        && observation.ready() == observation.wanted();
  }

  private Progress progress() {
    return new Progress() {
      @Override
      public void building() {
        inQueue(() -> queue.building(work));
      }

      @Override
      public void deploying() {
        inQueue(() -> queue.deploying(work));
      }

      @Override
      public void listening(URI url) {
        inQueue(() -> queue.listening(work, url));
      }
    };
  }

  private interface Read<T> {
    T run() throws RolloutException;
  }

  private void inQueue(Runnable call) {
    enterQueue();
    try {
      call.run();
    } finally {
      leaveQueue();
    }
  }

  private <T> T read(Read<T> call) throws RolloutException {
    enterQueue();
    try {
      return call.run();
    } finally {
      leaveQueue();
    }
  }

  private synchronized void enterQueue() {
    cancelled |= Thread.interrupted();
    inQueue = true;
  }

  private synchronized void leaveQueue() {
    inQueue = false;
    if (cancelled) {
      thread.interrupt();
    }
  }
}
