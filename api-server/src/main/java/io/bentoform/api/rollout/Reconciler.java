package io.bentoform.api.rollout;

import io.bentoform.api.engine.Engine;
import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.Progress;
import io.bentoform.api.engine.RolloutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Drives what runs to what is wanted. What is wanted lies in the {@link WorkQueue}; each step may
 * be repeated, so a server that was killed goes on where it was. Only a {@link RolloutException} is
 * a failed rollout; any other trouble is tried again.
 */
public final class Reconciler implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Reconciler.class.getName());
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration STOP = Duration.ofSeconds(30);

  /** Rollouts at once: each starts Python processes, which keep a processor busy for seconds. */
  private static final int ROLLOUTS = 4;

  /** Ends at once: each waits for a graceful stop, and needs next to nothing for it. */
  private static final int ENDS = 16;

  private final Engine engine;
  private final WorkQueue queue;
  private final Watcher watcher;
  private final List<Lane> lanes =
      List.of(new Lane(Work.Goal.STARTS, ROLLOUTS), new Lane(Work.Goal.ENDS, ENDS));
  private final Semaphore woken = new Semaphore(0);
  private final Map<Work, Thread> running = new ConcurrentHashMap<>();
  private final Thread loop = Thread.ofVirtual().name("reconciler").unstarted(this::run);
  private volatile boolean closed;

  public Reconciler(Engine engine, WorkQueue queue) {
    this.engine = engine;
    this.queue = queue;
    this.watcher = new Watcher(engine, queue);
  }

  /** Begins, with a check of every deployment. */
  public void start() {
    queue.recover(engine.known());
    loop.start();
  }

  /** Says that there may be work. */
  public void wake() {
    woken.release();
  }

  private void run() {
    while (!closed) {
      try {
        queue.heartbeat();
        keepLeases();
        lanes.forEach(this::claimAll);
        watcher.look();
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "The reconciler goes on after a failure", e);
      }
      pause();
    }
  }

  private void pause() {
    try {
      if (woken.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        woken.drainPermits();
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private void claimAll(Lane lane) {
    while (!closed && lane.enter()) {
      Optional<Work> work = Optional.empty();
      try {
        work = queue.claim(lane.goals());
      } finally {
        if (work.isEmpty()) {
          lane.leave();
        }
      }
      if (work.isEmpty()) {
        return;
      }
      begin(work.get(), lane);
    }
  }

  /** An interrupt that comes before the thread has begun is kept for it, so it always ends here. */
  private void begin(Work work, Lane lane) {
    Thread thread =
        Thread.ofVirtual()
            .name("rollout-" + work.uid())
            .unstarted(
                () -> {
                  try {
                    handle(work);
                  } finally {
                    running.remove(work);
                    watcher.forget(work.uid());
                    lane.leave();
                    wake();
                  }
                });
    running.put(work, thread);
    thread.start();
  }

  /** A lease that was lost, or a wish that changed, ends the rollout on its way. */
  private void keepLeases() {
    running.forEach(
        (work, thread) -> {
          if (!queue.renew(work)) {
            thread.interrupt();
          }
        });
  }

  private void handle(Work work) {
    try {
      reconcile(work);
    } catch (InterruptedException e) {
      release(work);
    } catch (RuntimeException | Error e) {
      if (Thread.currentThread().isInterrupted()) {
        // The interrupt came in the middle of a statement and broke its connection.
        release(work);
        return;
      }
      LOG.log(Level.SEVERE, "The work on deployment " + work.uid() + " is tried again later", e);
      report(() -> queue.postpone(work));
    }
  }

  /** The wish changed: whoever claims the work next finds the new one. */
  private void release(Work work) {
    // While a virtual thread is interrupted, no statement goes through.
    Thread.interrupted();
    report(() -> queue.release(work));
  }

  /** Where the database is away, the lease ends by itself, and the work is claimed again then. */
  private static void report(Runnable report) {
    try {
      report.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A lease could not be given back; it ends by itself", e);
    }
  }

  private void reconcile(Work work) throws InterruptedException {
    switch (work.goal()) {
      case RUN -> rollOut(work);
      case STOP -> {
        engine.stop(work.uid());
        queue.ended(work);
      }
      case REMOVE -> {
        engine.remove(work.uid());
        queue.ended(work);
      }
    }
  }

  private void rollOut(Work work) throws InterruptedException {
    try {
      URI url = engine.apply(queue.specification(work), progress(work));
      queue.succeeded(work, url);
    } catch (RolloutException e) {
      LOG.log(Level.WARNING, e.getMessage());
      Observation observation = engine.observe(work.uid());
      Optional<URI> url = observation.url();
      if (runsAsWanted(observation, work) && url.isPresent()) {
        // Nothing had to be started, so nothing that is missing was needed.
        queue.succeeded(work, url.get());
      } else {
        queue.failed(work, e, observation);
      }
    }
  }

  private static boolean runsAsWanted(Observation observation, Work work) {
    return observation.revision().equals(OptionalInt.of(work.target()))
        && observation.ready() > 0
        && observation.ready() == observation.wanted();
  }

  private Progress progress(Work work) {
    return new Progress() {
      @Override
      public void building() {
        queue.building(work);
      }

      @Override
      public void deploying() {
        queue.deploying(work);
      }

      @Override
      public void listening(URI url) {
        queue.listening(work, url);
      }
    };
  }

  /** Gives all leases back. What runs goes on running until the engine is closed. */
  @Override
  public void close() {
    closed = true;
    loop.interrupt();
    running.values().forEach(Thread::interrupt);
    watcher.close();
    long deadline = System.nanoTime() + STOP.toNanos();
    try {
      boolean ended = loop.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      for (Thread thread : running.values()) {
        ended &= thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      }
      if (!ended) {
        LOG.warning("Rollouts on their way did not end in time; the next start goes on with them.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
