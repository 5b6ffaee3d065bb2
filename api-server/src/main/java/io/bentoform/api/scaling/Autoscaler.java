package io.bentoform.api.scaling;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Looks at each service about once a second and lets its number of replicas follow its demand. What
 * fails with one service concerns no other.
 */
public final class Autoscaler implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Autoscaler.class.getName());
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Supplier<? extends Collection<? extends Scalable>> services;
  private final InstantSource clock;
  private final Map<String, History> histories = new HashMap<>();
  private final Set<String> failing = new HashSet<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread loop;
  private boolean closed;

  /**
   * Does nothing before {@link #start}.
   *
   * @param services all that there are now; asked once a second
   */
  public Autoscaler(
      Supplier<? extends Collection<? extends Scalable>> services, InstantSource clock) {
    this.services = services;
    this.clock = clock;
    this.loop = Thread.ofVirtual().name("autoscaler").unstarted(this::run);
  }

  /** Begins to look. */
  public Autoscaler start() {
    loop.start();
    return this;
  }

  private void run() {
    try {
      while (!isClosedAfter(PERIOD)) {
        round();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isClosedAfter(Duration pause) throws InterruptedException {
    long left = pause.toNanos();
    lock.lockInterruptibly();
    try {
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Looks at each service once. */
  void round() {
    Collection<? extends Scalable> present;
    try {
      present = services.get();
    } catch (RuntimeException e) {
      report("", e);
      return;
    }
    failing.remove("");
    Instant now = clock.instant();
    Set<String> ids = new HashSet<>();
    for (Scalable service : present) {
      String id = service.id();
      ids.add(id);
      try {
        look(service, histories.computeIfAbsent(id, absent -> new History()), now);
        failing.remove(id);
      } catch (RuntimeException e) {
        report(id, e);
      }
    }
    histories.keySet().retainAll(ids);
    failing.retainAll(ids);
  }

  private static void look(Scalable service, History history, Instant now) {
    ScalingPolicy policy = service.policy();
    int replicas = service.replicas();
    history.add(new Sample(now, service.demand(), replicas), Scaler.reach(policy));
    Decision decision = Scaler.decide(policy, history.samples(), replicas, now);
    if (decision.replicas() != replicas) {
      service.scale(decision);
    }
  }

  /** Once for as long as it goes on. */
  private void report(String id, RuntimeException e) {
    if (failing.add(id)) {
      LOG.log(
          System.Logger.Level.WARNING,
          id.isEmpty() ? "No service is scaled" : "Service " + id + " is not scaled",
          e);
    }
  }

  /** The services of which something is remembered. */
  Set<String> known() {
    return Set.copyOf(histories.keySet());
  }

  /** Returns when the loop has ended. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (loop.isAlive()) {
      try {
        loop.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
