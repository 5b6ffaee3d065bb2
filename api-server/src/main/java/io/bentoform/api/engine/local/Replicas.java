package io.bentoform.api.engine.local;

import io.bentoform.api.engine.local.gateway.Gateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The replicas of one deployment, and which of them its gateway uses. */
final class Replicas {
  private static final System.Logger LOG = System.getLogger(Replicas.class.getName());

  private final Gateway gateway;
  private final Launcher launcher;
  private final Duration grace;
  private final List<Replica> all = new CopyOnWriteArrayList<>();
  private volatile List<Replica> serving = List.of();

  Replicas(Gateway gateway, Launcher launcher, Duration grace) {
    this.gateway = gateway;
    this.launcher = launcher;
    this.grace = grace;
  }

  void add(Collection<Replica> replicas) {
    all.addAll(replicas);
  }

  List<Replica> all() {
    return List.copyOf(all);
  }

  List<Replica> which(Predicate<Replica> condition) {
    return all.stream().filter(condition).toList();
  }

  /** Replicas that receive requests and are alive. */
  List<Replica> answering() {
    return serving.stream().filter(Replica::alive).toList();
  }

  void serve(Predicate<Replica> condition) {
    serving = which(condition);
    gateway.route(serving.stream().map(Replica::backend).toList());
  }

  /**
   * Takes replicas out of the gateway, lets them finish their requests, then ends them, all within
   * about the graceful time. An interrupt shortens that and is kept for the caller.
   */
  void end(Collection<Replica> leaving) {
    serve(replica -> serving.contains(replica) && !leaving.contains(replica));
    List<Thread> workers = new ArrayList<>();
    for (Replica replica : leaving) {
      workers.add(Thread.ofVirtual().name("end-replica").start(() -> end(replica)));
    }
    boolean interrupted = false;
    for (Thread worker : workers) {
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          interrupted = true;
          workers.forEach(Thread::interrupt);
        }
      }
    }
    all.removeAll(leaving);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(Replica replica) {
    long begin = System.nanoTime();
    if (replica.alive() && !replica.backend().awaitIdle(grace)) {
      LOG.log(System.Logger.Level.INFO, "A replica is ended during a request");
    }
    Duration left = grace.minusNanos(System.nanoTime() - begin);
    launcher.end(replica, left.isPositive() ? left : Duration.ZERO);
  }
}
