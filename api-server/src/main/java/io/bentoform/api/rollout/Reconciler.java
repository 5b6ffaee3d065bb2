package io.bentoform.api.rollout;

import io.bentoform.api.engine.Engine;
import io.bentoform.api.engine.Engines;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Reconciles what runs with the desired state, which is in the {@link WorkQueue}. Every step is
 * idempotent, so a server that was killed continues where it stopped.
 */
public final class Reconciler implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Reconciler.class.getName());
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration STOP = Duration.ofSeconds(30);

  /** Concurrent rollouts: each starts Python processes, which keep a processor busy for seconds. */
  private static final int ROLLOUTS = 4;

  /** Concurrent stops and removals: each waits for a graceful stop and uses few resources. */
  private static final int ENDS = 16;

  private final Engines engines;
  private final WorkQueue queue;
  private final Watcher watcher;
  private final List<Lane> lanes =
      List.of(new Lane(Work.Goal.STARTS, ROLLOUTS), new Lane(Work.Goal.ENDS, ENDS));
  private final Semaphore woken = new Semaphore(0);
  private final Map<Work, WorkRun> running = new ConcurrentHashMap<>();
  private final Thread loop = Thread.ofVirtual().name("reconciler").unstarted(this::run);
  private volatile boolean closed;

  public Reconciler(Engines engines, WorkQueue queue) {
    this.engines = engines;
    this.queue = queue;
    this.watcher = new Watcher(engines, queue);
  }

  /** Starts the loop, beginning with a check of every deployment. */
  public void start() {
    queue.recover(onThisMachine());
    loop.start();
  }

  private Set<String> onThisMachine() {
    return engines.all().stream()
        .filter(Engine::isBoundToMachine)
        .flatMap(engine -> engine.known().stream())
        .collect(Collectors.toSet());
  }

  /** Wakes the loop: there may be work. */
  public void wake() {
    woken.release();
  }

  private void run() {
    while (!closed) {
      try {
        queue.heartbeat();
        keepLeases();
        lanes.forEach(this::claimAll);
        // This loop alone begins work, so none begins while it looks.
        watcher.look(running.keySet().stream().map(Work::uid).collect(Collectors.toSet()));
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "The reconciler failed and continues", e);
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

  private void begin(Work work, Lane lane) {
    WorkRun run =
        new WorkRun(
            engines,
            queue,
            work,
            () -> {
              running.remove(work);
              watcher.forget(work.uid());
              lane.leave();
              wake();
            });
    running.put(work, run);
    run.start();
  }

  /** Cancels work whose lease was lost, or whose desired state has changed. */
  private void keepLeases() {
    running.forEach(
        (work, run) -> {
          if (!queue.renew(work)) {
            run.cancel();
          }
        });
  }

  /** Releases all leases. What runs keeps running until the engine is closed. */
  @Override
  public void close() {
    closed = true;
    wake();
    cancelAll();
    watcher.close();
    long deadline = System.nanoTime() + STOP.toNanos();
    try {
      boolean ended = loop.getState() == Thread.State.NEW || loop.join(until(deadline));
      // The loop may have claimed work meanwhile.
      cancelAll();
      for (WorkRun run : running.values()) {
        ended &= run.join(until(deadline));
      }
      if (!ended) {
        LOG.warning("Rollouts in progress did not end in time; the next start continues them.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cancelAll() {
    running.values().forEach(WorkRun::cancel);
  }

  private static Duration until(long deadline) {
    return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
  }
}
