package io.bentoform.api.rollout;

import io.bentoform.api.engine.Engine;
import io.bentoform.api.engine.EngineUnavailableException;
import io.bentoform.api.engine.Engines;
import io.bentoform.api.engine.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Observes what runs: reports the state of each deployment, with or without work, and abandons
 * those without a row.
 */
final class Watcher implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Watcher.class.getName());
  private static final Duration PERIOD = Duration.ofSeconds(2);

  /** An unchanged observation is reported again after this time: the row may have changed. */
  private static final Duration AGAIN = Duration.ofSeconds(20);

  private final Engines engines;
  private final WorkQueue queue;
  private final Map<String, Sight> seen = new ConcurrentHashMap<>();
  private final Map<String, Thread> abandoning = new ConcurrentHashMap<>();
  private Instant looked = Instant.MIN;

  private record Sight(Observation observation, Instant reported) {}

  Watcher(Engines engines, WorkQueue queue) {
    this.engines = engines;
    this.queue = queue;
  }

  /**
   * Observes all deployments, at most once a period.
   *
   * @param inWork those whose work reports for itself: what is seen of them now may be reported
   *     only after the work has ended, when it is no longer true
   */
  void look(Set<String> inWork) {
    Instant now = Instant.now();
    if (now.isBefore(looked.plus(PERIOD))) {
      return;
    }
    looked = now;
    Map<String, String> watched = queue.watched();
    seen.keySet().retainAll(watched.keySet());
    watched.forEach(
        (uid, cluster) -> {
          if (!inWork.contains(uid)) {
            observe(engines.of(cluster), uid)
                .ifPresent(observation -> report(uid, observation, now));
          }
        });
    abandonUnknown();
  }

  /** What is seen of a deployment; nothing of one whose engine is away. */
  private static Optional<Observation> observe(Engine engine, String uid) {
    try {
      return Optional.of(engine.observe(uid));
    } catch (EngineUnavailableException e) {
      return Optional.empty();
    }
  }

  private void report(String uid, Observation observation, Instant now) {
    Sight before = seen.get(uid);
    if (before == null
        || !before.observation().equals(observation)
        || before.reported().isBefore(now.minus(AGAIN))) {
      queue.observed(uid, observation);
      seen.put(uid, new Sight(observation, now));
    }
  }

  /** Work on the deployment has ended, which may have changed its row. */
  void forget(String uid) {
    seen.remove(uid);
  }

  private void abandonUnknown() {
    // In this order: a deployment that is created meanwhile must not look unknown.
    Map<String, Engine> unknown = new HashMap<>();
    engines.all().forEach(engine -> known(engine).forEach(uid -> unknown.put(uid, engine)));
    if (unknown.isEmpty()) {
      return;
    }
    unknown.keySet().removeAll(queue.uids());
    unknown.forEach(
        (uid, engine) ->
            // On another thread: ending processes takes longer than a lease may wait.
            abandoning.computeIfAbsent(
                uid,
                key ->
                    Thread.ofVirtual().name("abandon-" + key).start(() -> abandon(engine, key))));
  }

  private static Set<String> known(Engine engine) {
    try {
      return engine.known();
    } catch (EngineUnavailableException e) {
      return Set.of();
    }
  }

  private void abandon(Engine engine, String uid) {
    try {
      engine.abandon(uid);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Deployment " + uid + ", which has no row, could not be ended", e);
    } finally {
      abandoning.remove(uid);
    }
  }

  @Override
  public void close() {
    abandoning.values().forEach(Thread::interrupt);
  }
}
