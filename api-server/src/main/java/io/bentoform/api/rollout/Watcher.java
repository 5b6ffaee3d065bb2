package io.bentoform.api.rollout;

import io.bentoform.api.engine.Engine;
import io.bentoform.api.engine.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Observes what runs on this server: reports the state of each deployment, with or without work,
 * and abandons those without a row.
 */
final class Watcher implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Watcher.class.getName());
  private static final Duration PERIOD = Duration.ofSeconds(2);

  /** An unchanged observation is reported again after this time: the row may have changed. */
  private static final Duration AGAIN = Duration.ofSeconds(20);

  private final Engine engine;
  private final WorkQueue queue;
  private final Map<String, Sight> seen = new ConcurrentHashMap<>();
  private final Map<String, Thread> abandoning = new ConcurrentHashMap<>();
  private Instant looked = Instant.MIN;

  private record Sight(Observation observation, Instant reported) {}

  Watcher(Engine engine, WorkQueue queue) {
    this.engine = engine;
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
    Set<String> watched = queue.watched();
    seen.keySet().retainAll(watched);
    watched.stream().filter(uid -> !inWork.contains(uid)).forEach(uid -> report(uid, now));
    abandonUnknown();
  }

  private void report(String uid, Instant now) {
    Observation observation = engine.observe(uid);
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
    Set<String> unknown = new HashSet<>(engine.known());
    if (unknown.isEmpty()) {
      return;
    }
    unknown.removeAll(queue.uids());
    for (String uid : unknown) {
      // On another thread: ending processes takes longer than a lease may wait.
      abandoning.computeIfAbsent(
          uid, key -> Thread.ofVirtual().name("abandon-" + key).start(() -> abandon(key)));
    }
  }

  private void abandon(String uid) {
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
