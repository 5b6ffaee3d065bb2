package io.bentoform.api.engine.local;

import io.bentoform.api.gateway.Gateway;
import io.bentoform.api.gateway.Upstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The replicas of one service, and which of them take requests. */
final class Replicas {
  private static final System.Logger LOG = System.getLogger(Replicas.class.getName());

  private final Gateway gateway;
  private final Runnable routesChanged;
  private final Launcher launcher;
  private final Duration grace;
  private final List<Replica> all = new CopyOnWriteArrayList<>();
  private volatile List<Replica> serving = List.of();

  /**
   * No replicas yet.
   *
   * @param routesChanged called when other replicas take requests
   */
  Replicas(Gateway gateway, Runnable routesChanged, Launcher launcher, Duration grace) {
    this.gateway = gateway;
    this.routesChanged = routesChanged;
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

  /** Where requests go. */
  List<Upstream> upstreams() {
    return serving.stream().map(Replica::upstream).toList();
  }

  void serve(Predicate<Replica> condition) {
    List<Replica> next = which(condition);
    if (!next.equals(serving)) {
      serving = next;
      routesChanged.run();
    }
  }

  /**
   * Takes replicas out of the gateway, lets them finish their requests, then ends them, all within
   * about the graceful time. An interrupt does not cut requests off; it is kept for the caller.
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
        }
      }
    }
    all.removeAll(leaving);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** As {@link #end(Collection)}, for all of them. */
  void endAll() {
    end(all());
  }

  private void end(Replica replica) {
    long begin = System.nanoTime();
    if (replica.alive() && !gateway.awaitIdle(replica.record().id(), grace)) {
      LOG.log(System.Logger.Level.INFO, "A replica is ended during a request");
    }
    Duration left = grace.minusNanos(System.nanoTime() - begin);
    launcher.end(replica, left.isPositive() ? left : Duration.ZERO);
  }
}
