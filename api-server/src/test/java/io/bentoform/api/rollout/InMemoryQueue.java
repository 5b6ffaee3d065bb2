package io.bentoform.api.rollout;

import io.bentoform.api.archive.ArchiveSource;
import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.Resources;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Sources;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.Strategy;
import io.bentoform.api.gateway.Choice;
import io.bentoform.api.scaling.ScalingPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Work that lies in memory, and a list of what was reported of it. Thread-safe. */
final class InMemoryQueue implements WorkQueue {
  /** The cluster of all deployments, unless a test says another one. */
  static final String CLUSTER = "cluster";

  /** How often the reconciler's loop has begun. */
  final AtomicInteger turns = new AtomicInteger();

  /** As {@code succeeded a}, in the order in which they came. */
  final List<String> reports = new CopyOnWriteArrayList<>();

  private static final ServiceSpecification SAMPLE =
      new ServiceSpecification(
          "Sample",
          List.of(),
          ScalingPolicy.fixed(1),
          Strategy.ROLLING_UPDATE,
          List.of(),
          Resources.NONE,
          ServiceSpecification.DEFAULT_TIMEOUT,
          false,
          ServiceSpecification.DEFAULT_COLD_START_TIMEOUT);

  private final Map<String, Work> due = new LinkedHashMap<>();
  private final Map<String, Work> leased = new HashMap<>();
  private final Set<String> unknown = new HashSet<>();
  private long token;

  /** Is called before each report, and may fail as a database does. */
  volatile Consumer<String> beforeReport = report -> {};

  /** Is called before each specification is read. */
  volatile Consumer<Work> beforeSpecification = work -> {};

  /** How often a lease was asked for again. */
  final AtomicInteger renewals = new AtomicInteger();

  void want(String uid, Work.Goal goal, int revision) {
    want(uid, CLUSTER, goal, revision);
  }

  synchronized void want(String uid, String cluster, Work.Goal goal, int revision) {
    due.put(uid, new Work(uid, cluster, goal, revision, revision, 0, 0));
  }

  /** Somebody else takes the lease. */
  synchronized void takeAway(String uid) {
    leased.remove(uid);
  }

  /** No row names it any more. */
  synchronized void forget(String uid) {
    unknown.add(uid);
  }

  private void report(String what, Work work) {
    beforeReport.accept(what);
    synchronized (this) {
      Work held = leased.get(work.uid());
      reports.add((work.equals(held) ? "" : "fenced ") + what + " " + work.uid());
    }
  }

  private synchronized void giveBack(Work work, boolean again) {
    if (leased.remove(work.uid(), work) && again) {
      due.putIfAbsent(work.uid(), work);
    }
  }

  @Override
  public void recover(Set<String> known) {
    reports.add("recover " + known);
  }

  @Override
  public void heartbeat() {
    turns.incrementAndGet();
  }

  @Override
  public synchronized Optional<Work> claim(Set<Work.Goal> goals) {
    Optional<Work> found =
        due.values().stream()
            .filter(work -> goals.contains(work.goal()) && !leased.containsKey(work.uid()))
            .findFirst()
            .map(
                work ->
                    new Work(
                        work.uid(),
                        work.cluster(),
                        work.goal(),
                        work.revision(),
                        work.target(),
                        0,
                        ++token));
    found.ifPresent(
        work -> {
          due.remove(work.uid());
          leased.put(work.uid(), work);
        });
    return found;
  }

  @Override
  public synchronized boolean renew(Work work) {
    renewals.incrementAndGet();
    return work.equals(leased.get(work.uid())) && !due.containsKey(work.uid());
  }

  @Override
  public Specification specification(Work work) {
    beforeSpecification.accept(work);
    return new Specification(
        work.uid(),
        work.uid(),
        work.target(),
        Specification.MAIN,
        "sample:v1",
        new Sources.Archive(ArchiveSource.of(Path.of("sample.tar")), "0".repeat(64)),
        List.of(),
        List.of(SAMPLE),
        SAMPLE.name(),
        false,
        List.of(),
        List.of(),
        Map.of(),
        new Choice.Random(),
        List.of());
  }

  @Override
  public void building(Work work) {}

  @Override
  public void deploying(Work work) {}

  @Override
  public void listening(Work work, URI url) {}

  @Override
  public void succeeded(Work work, Observation observation) {
    report("succeeded", work);
    giveBack(work, false);
  }

  @Override
  public void failed(Work work, RolloutException failure, Observation observation) {
    report("failed", work);
    giveBack(work, false);
  }

  @Override
  public void ended(Work work) {
    report("ended", work);
    giveBack(work, false);
  }

  @Override
  public void release(Work work) {
    report("released", work);
    giveBack(work, true);
  }

  @Override
  public void postpone(Work work) {
    report("postponed", work);
    giveBack(work, true);
  }

  @Override
  public synchronized Map<String, String> watched() {
    return Map.of("watched", CLUSTER);
  }

  @Override
  public void observed(String uid, Observation observation) {
    reports.add("observed " + uid + " " + observation.ready());
  }

  @Override
  public synchronized Set<String> uids() {
    Set<String> uids = new HashSet<>(Set.of("watched"));
    uids.addAll(due.keySet());
    uids.addAll(leased.keySet());
    uids.removeAll(unknown);
    return uids;
  }
}
