package io.bentoform.api.rollout;

import io.bentoform.api.engine.Engine;
import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.Progress;
import io.bentoform.api.engine.RolloutException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Drives what runs to what is wanted. What is wanted lies in the {@link WorkQueue}; each step may
 * be repeated, so a server that was killed goes on where it was.
 */
public final class Reconciler implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Reconciler.class.getName());
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration WATCH = Duration.ofSeconds(2);

  private static final Duration STOP = Duration.ofSeconds(30);

  /** Rollouts at once: each starts Python processes, which keep a processor busy for seconds. */
  private static final int ROLLOUTS = 4;

  private final Engine engine;
  private final WorkQueue queue;
  private final Semaphore woken = new Semaphore(0);
  private final Semaphore free = new Semaphore(ROLLOUTS);
  private final ConcurrentHashMap<Work, Future<?>> running = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean closed;

  public Reconciler(Engine engine, WorkQueue queue) {
    this.engine = engine;
    this.queue = queue;
  }

  /** Begins, with a check of every deployment. */
  public void start() {
    queue.recover();
    threads.execute(this::run);
  }

  /** Says that there may be work. */
  public void wake() {
    woken.release();
  }

  private void run() {
    Instant watched = Instant.MIN;
    while (!closed) {
      try {
        keepLeases();
        claimAll();
        if (Instant.now().isAfter(watched.plus(WATCH))) {
          watch();
          watched = Instant.now();
        }
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

  private void claimAll() {
    while (!closed && free.tryAcquire()) {
      Optional<Work> work = Optional.empty();
      try {
        work = queue.claim();
      } finally {
        if (work.isEmpty()) {
          free.release();
        }
      }
      if (work.isEmpty()) {
        return;
      }
      Work claimed = work.get();
      running.put(claimed, threads.submit(() -> handle(claimed)));
    }
  }

  /** A lease that was lost, or a wish that changed, ends the rollout on its way. */
  private void keepLeases() {
    running.values().removeIf(Future::isDone);
    running.forEach(
        (work, task) -> {
          if (!queue.renew(work)) {
            task.cancel(true);
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
      LOG.log(Level.SEVERE, "The deployment " + work.uid() + " could not be reconciled", e);
      giveUp(work, e);
    } finally {
      free.release();
      wake();
    }
  }

  /** The wish changed: whoever claims the work next finds the new one. */
  private void release(Work work) {
    // While a virtual thread is interrupted, no statement goes through.
    Thread.interrupted();
    queue.release(work);
  }

  /** A rollout failed; an end, which nothing but time can bring about, is tried again. */
  private void giveUp(Work work, Throwable cause) {
    if (work.goal() == Work.Goal.RUN) {
      queue.failed(
          work,
          new RolloutException(
              RolloutException.Phase.START, "The server failed. Its log has more.", cause),
          engine.observe(work.uid()));
    } else {
      queue.postpone(work);
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
    return observation.revision().equals(OptionalInt.of(work.revision()))
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

  private void watch() {
    for (String uid : queue.settled()) {
      queue.observed(uid, engine.observe(uid));
    }
    // In this order: a deployment that is created meanwhile must not look forgotten.
    Set<String> forgotten = new HashSet<>(engine.known());
    forgotten.removeAll(queue.uids());
    for (String uid : forgotten) {
      // Apart: ending processes takes longer than a lease may wait.
      threads.execute(() -> abandon(uid));
    }
  }

  private void abandon(String uid) {
    try {
      engine.abandon(uid);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "The deployment " + uid + ", which no row names, still runs", e);
    }
  }

  /** Gives all leases back. What runs goes on running until the engine is closed. */
  @Override
  public void close() {
    closed = true;
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(STOP.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warning("Rollouts on their way did not end in time; the next start goes on with them.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
