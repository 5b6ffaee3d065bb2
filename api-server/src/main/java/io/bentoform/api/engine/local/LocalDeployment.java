package io.bentoform.api.engine.local;

import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.Progress;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.local.gateway.Gateway;
import io.bentoform.api.gateway.Urls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One deployment on this machine: its gateway, its replicas, its record. Changes are serialised; a
 * change interrupts a repair, which it supersedes.
 */
final class LocalDeployment {
  private static final System.Logger LOG = System.getLogger(LocalDeployment.class.getName());
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final long TURN_AT_CLOSE_SECONDS = 10;

  private final EngineContext context;
  private final Gateway gateway;
  private final Replicas replicas;
  private final Pods pods;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final ReplicaSupervisor supervisor = new ReplicaSupervisor();
  private volatile DeploymentRecord record;
  private volatile @Nullable String failure;
  private volatile @Nullable Thread changing;
  private volatile @Nullable Thread repairing;
  private volatile boolean closed;

  LocalDeployment(EngineContext context, DeploymentRecord record, Gateway gateway) {
    this.context = context;
    this.record = record;
    this.gateway = gateway;
    gateway.protect(record.isProtected());
    this.replicas = new Replicas(gateway, context.launcher(), context.settings().gracefulStop());
    this.pods = new Pods(record.name(), replicas, context.logs());
  }

  /** Adopts replicas that a previous engine started. */
  void adopt(List<Replica> running) {
    replicas.add(running);
    boolean anyCurrent =
        running.stream().anyMatch(replica -> replica.revision() == record.revision());
    replicas.serve(replica -> !anyCurrent || replica.revision() == record.revision());
  }

  /** Empty when the deployment was removed meanwhile. */
  Optional<URI> apply(Specification specification, Progress progress)
      throws RolloutException, InterruptedException {
    beginChange();
    try {
      if (closed) {
        return Optional.empty();
      }
      // Unprotected only when the new revision serves: when it fails, the old one stays protected.
      protect(record.isProtected() || specification.protectedEndpoint());
      save(specification, record.revision());
      failure = bringUp(specification, progress).orElse(null);
      protect(specification.protectedEndpoint());
      save(specification, specification.revision());
      tidy();
      return Optional.of(url());
    } catch (IOException e) {
      throw failed(
          new RolloutException(
              RolloutException.Phase.START,
              "Deployment %s was not changed: its record cannot be written: %s. Check the disk."
                  .formatted(specification.name(), e.getMessage()),
              e));
    } catch (RolloutException e) {
      throw failed(e);
    } finally {
      pruneLogs(specification);
      endChange();
    }
  }

  private void protect(boolean isProtected) {
    record =
        new DeploymentRecord(
            record.uid(),
            record.name(),
            record.revision(),
            record.port(),
            record.wanted(),
            isProtected);
    gateway.protect(isProtected);
  }

  private Optional<String> bringUp(Specification specification, Progress progress)
      throws RolloutException, InterruptedException, IOException {
    if (specification.replicas() == 0) {
      endAll();
      return Optional.empty();
    }
    return new RolloutRunner(context, replicas, pods, supervisor)
        .run(specification, progress, url());
  }

  private RolloutException failed(RolloutException cause) {
    failure = cause.getMessage();
    return cause;
  }

  /** Removes what is no longer needed; a failure is only logged. */
  private void tidy() {
    try {
      ReplicaSupervisor.Target current = supervisor.target();
      if (current != null) {
        context.preparer().tidy(record.uid(), current.release());
      }
      context.contents().release(record.uid(), supervisor.contents());
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "Old files could not be removed", e);
    }
  }

  /** Also after a failed rollout, which leaves a log too. */
  private void pruneLogs(Specification specification) {
    try {
      context
          .logs()
          .prune(specification.name(), record.uid(), specification.revision(), pods.files());
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "Old logs could not be removed", e);
    }
  }

  void stop() throws InterruptedException {
    beginChange();
    try {
      if (!closed) {
        endAll();
        save(
            new DeploymentRecord(
                record.uid(),
                record.name(),
                DeploymentRecord.NO_REVISION,
                record.port(),
                0,
                record.isProtected()));
        failure = null;
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "A deployment record cannot be written", e);
    } finally {
      endChange();
    }
  }

  /** Disposes of the files of a removed deployment. */
  interface Disposal {
    void of(Path folder) throws IOException;
  }

  /** Ends all replicas and disposes of all files; can be repeated when it fails. */
  void remove(Disposal files) throws InterruptedException, IOException {
    beginChange();
    try {
      endAll();
      files.of(context.logs().folder(record.name(), record.uid()));
      context.logs().forget(record.name(), record.uid());
      context.contents().release(record.uid(), Set.of());
      files.of(context.state().folder(record.uid()));
      closed = true;
      gateway.close();
    } finally {
      endChange();
    }
  }

  /** Ends all replicas; the record stays, so that the next engine uses the same port. */
  void close() {
    closed = true;
    pods.gone();
    Thread change = changing;
    if (change != null) {
      change.interrupt();
    }
    interruptRepair();
    boolean mine = false;
    try {
      mine = turn.tryLock(TURN_AT_CLOSE_SECONDS, TimeUnit.SECONDS);
      replicas.end(replicas.all());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      gateway.close();
      if (mine) {
        turn.unlock();
      }
    }
  }

  /** Repairs the replicas until the deployment is closed. */
  void watch() {
    while (!closed) {
      repair();
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException e) {
        LOG.log(System.Logger.Level.TRACE, "The repair had already ended when it was interrupted");
      }
    }
  }

  /**
   * Reaps dead replicas and restarts them after the backoff. A change in progress has precedence.
   */
  private void repair() {
    boolean anyDead = !replicas.which(replica -> !replica.alive()).isEmpty();
    if (!(anyDead || supervisor.isShort(replicas)) || !turn.tryLock()) {
      return;
    }
    try {
      repairing = Thread.currentThread();
      reap();
      ReplicaSupervisor.Target current = supervisor.target();
      if (!closed && current != null && supervisor.isShort(replicas) && supervisor.isTime()) {
        new Rollout(replicas, context.launcher(), current.specification(), current.release()).run();
        failure = current.release().note().orElse(null);
      }
    } catch (RolloutException e) {
      failure = e.getMessage();
      supervisor.failed();
    } catch (InterruptedException e) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "The repair of {0} was interrupted by a change",
          record.name());
    } finally {
      repairing = null;
      turn.unlock();
    }
  }

  private void reap() {
    List<Replica> dead = replicas.which(replica -> !replica.alive());
    if (dead.isEmpty()) {
      return;
    }
    supervisor.failed();
    Replica first = dead.getFirst();
    failure =
        "Replica %d of deployment %s (revision %d) exited unexpectedly%s. %s Its log is %s."
            .formatted(
                first.record().index(),
                record.name(),
                first.revision(),
                Launcher.withCode(first),
                supervisor.next(),
                first.record().log());
    LOG.log(System.Logger.Level.WARNING, failure);
    replicas.end(dead);
  }

  /** The Python environment of its replicas. */
  Optional<Path> environment() {
    return Optional.ofNullable(supervisor.target()).map(target -> target.release().environment());
  }

  Observation observe() {
    List<Replica> answering = replicas.answering();
    OptionalInt revision = answering.stream().mapToInt(Replica::revision).max();
    return new Observation(
        revision,
        answering.size(),
        record.wanted(),
        Optional.of(url()),
        Optional.ofNullable(failure),
        pods.anyStands());
  }

  Pods pods() {
    return pods;
  }

  private void endAll() {
    pods.gone();
    supervisor.rest();
    replicas.end(replicas.all());
  }

  private URI url() {
    return Urls.http(context.settings().publicHost(), gateway.port());
  }

  private void save(Specification wanted, int rolledOut) throws IOException {
    save(
        new DeploymentRecord(
            record.uid(),
            wanted.name(),
            rolledOut,
            record.port(),
            wanted.replicas(),
            record.isProtected()));
  }

  private void save(DeploymentRecord next) throws IOException {
    context.state().save(next);
    record = next;
  }

  private void beginChange() throws InterruptedException {
    interruptRepair();
    turn.lockInterruptibly();
    changing = Thread.currentThread();
  }

  private void endChange() {
    changing = null;
    turn.unlock();
  }

  private void interruptRepair() {
    Thread repair = repairing;
    if (repair != null) {
      repair.interrupt();
    }
  }
}
