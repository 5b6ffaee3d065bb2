package io.bentoform.api.engine.local;

import io.bentoform.api.engine.Event;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.engine.ServiceSpecification;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One service of a deployment: its replicas, how many there should be, and their repair. Calls that
 * start or end replicas are serialised by the deployment.
 */
final class LocalService {
  private static final System.Logger LOG = System.getLogger(LocalService.class.getName());

  private final String deployment;
  private final ServiceId id;
  private final Replicas replicas;
  private final Launcher launcher;
  private final Consumer<Event> events;
  private final RepairBackoff backoff = new RepairBackoff();
  private final CpuUse cpu = new CpuUse();
  private volatile @Nullable Target target;
  private volatile @Nullable String failure;
  private volatile boolean starting;
  private volatile boolean startFailed;
  private volatile int wanted;
  private volatile int expected;

  LocalService(
      String deployment,
      ServiceId id,
      Replicas replicas,
      Launcher launcher,
      Consumer<Event> events) {
    this.events = events;
    this.deployment = deployment;
    this.id = id;
    this.replicas = replicas;
    this.launcher = launcher;
  }

  ServiceId id() {
    return id;
  }

  Replicas replicas() {
    return replicas;
  }

  /** What its replicas run; null after a restart of the engine and while it rests. */
  @Nullable Target target() {
    return target;
  }

  /** What is specified for it; empty where the target is not known. */
  Optional<ServiceSpecification> specification() {
    Target current = target;
    return current == null ? Optional.empty() : Optional.of(current.service(id.service()));
  }

  /** Why fewer replicas run than wanted, for users. */
  @Nullable String failure() {
    return failure;
  }

  /** How many replicas there should be. */
  int wanted() {
    return wanted;
  }

  /** How many replicas should answer now: those that are being added do not count yet. */
  int expected() {
    return expected;
  }

  /** What its answering replicas use together, in percent of one core. */
  OptionalDouble cpuPercent() {
    return cpu.percent(replicas.answering());
  }

  /** Adopts replicas that an engine before this one started. */
  void adopt(List<Replica> running, int revision, int shouldRun) {
    replicas.add(running);
    wanted = shouldRun;
    expected = shouldRun;
    boolean anyCurrent = running.stream().anyMatch(replica -> replica.revision() == revision);
    replicas.serve(replica -> !anyCurrent || replica.revision() == revision);
  }

  /** Brings its replicas to a target. When it fails, what is left of the ones before serves. */
  void roll(Target next, int count) throws RolloutException, InterruptedException {
    new Rollout(replicas, launcher, next, id, count).run();
    target = next;
    wanted = count;
    expected = count;
    forgetFailure();
    backoff.reset();
    events.accept(
        Event.normal(
            "ReplicasReady",
            "Service %s: revision %d runs with %s"
                .formatted(id.text(), next.specification().revision(), replicas(count))));
  }

  /** A number of replicas in words. */
  static String replicas(int count) {
    return count == 1 ? "1 replica" : count + " replicas";
  }

  /** Nothing of it is repaired or woken until the next rollout; its replicas stay. */
  void rest() {
    target = null;
    wanted = 0;
    expected = 0;
    forgetFailure();
  }

  private void forgetFailure() {
    failure = null;
    startFailed = false;
  }

  /**
   * Wants another number of replicas, which the next repair brings about.
   *
   * @param why for users, without a stop at its end
   */
  void scale(int count, String why) {
    events.accept(
        Event.normal(
            count > wanted ? "ScaledUp" : "ScaledDown",
            "Service %s: %d -> %d replicas: %s".formatted(id.text(), wanted, count, why)));
    wanted = count;
    expected = Math.min(expected, count);
    if (count == 0) {
      // Nobody asks for it: the next request may try again.
      forgetFailure();
    }
  }

  /** Whether a replica can be expected when there is none. */
  boolean canStart() {
    return target != null && (starting || !startFailed);
  }

  boolean needsRepair() {
    return replicas.all().stream().anyMatch(replica -> !replica.alive())
        || (target != null && replicas.all().size() != wanted && backoff.isOver());
  }

  /**
   * Reaps dead replicas, then starts or ends what the wanted number asks for.
   *
   * @param changed called when requests may wait for it, or no longer
   */
  void repair(Runnable changed) throws InterruptedException {
    reap();
    Target current = target;
    int count = wanted;
    if (current == null || replicas.all().size() == count || !backoff.isOver()) {
      return;
    }
    starting = true;
    changed.run();
    try {
      new Rollout(replicas, launcher, current, id, count).run();
      expected = Math.min(count, wanted);
      forgetFailure();
      events.accept(
          Event.normal("ReplicasReady", "Service %s: %s".formatted(id.text(), replicas(count))));
    } catch (RolloutException e) {
      LOG.log(System.Logger.Level.WARNING, e.getMessage());
      events.accept(Event.warning("ReplicaFailed", String.valueOf(e.getMessage())));
      failure = e.getMessage();
      startFailed = true;
      expected = wanted;
      backoff.failed();
    } finally {
      starting = false;
      changed.run();
    }
  }

  private void reap() {
    List<Replica> dead = replicas.which(replica -> !replica.alive());
    if (dead.isEmpty()) {
      return;
    }
    backoff.failed();
    Replica first = dead.getFirst();
    String report =
        "Replica %d of service %s of deployment %s (revision %d) exited unexpectedly%s. %s%s"
            .formatted(
                first.record().index(),
                id.text(),
                deployment,
                first.revision(),
                first.howItEnded(),
                target == null
                    ? "Apply the deployment again."
                    : "It is restarted in " + backoff.seconds() + " s.",
                launcher.lastLines(first, target));
    failure = report;
    LOG.log(System.Logger.Level.WARNING, report);
    events.accept(Event.warning("ReplicaEnded", report));
    replicas.end(dead);
  }
}
