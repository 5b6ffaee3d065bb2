package io.bentoform.api.engine.local;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.engine.EnvironmentVariable;
import io.bentoform.api.engine.Resources;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.RolloutException.Phase;
import io.bentoform.api.engine.SecretFile;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.local.process.ControlGroup;
import io.bentoform.api.engine.local.process.ControlGroups;
import io.bentoform.api.engine.local.process.ProcessTag;
import io.bentoform.api.engine.local.python.Redaction;
import io.bentoform.api.files.PrivateFiles;
import io.bentoform.api.gateway.Gateway;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts and ends single replicas. */
final class Launcher {
  private static final System.Logger LOG = System.getLogger(Launcher.class.getName());
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);
  private static final int LINES_REPORTED = 12;

  /** How long the first new replica must stay ready before the others follow. */
  private static final Duration PROOF = Duration.ofSeconds(1);

  /** How long a replica that was ready may be too busy to say so again. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final LocalSettings settings;
  private final ProcessTag engine;
  private final ReplicaHomes homes;
  private final StateFolder state;
  private final ReplicaLogs logs;
  private final Gateway gateway;
  private final ServeCommand command;
  private final Gpus gpus;
  private final ControlGroups groups;

  Launcher(
      LocalSettings settings,
      ProcessTag engine,
      ReplicaHomes homes,
      StateFolder state,
      ReplicaLogs logs,
      Gateway gateway,
      ServeCommand command,
      Gpus gpus,
      ControlGroups groups) {
    this.settings = settings;
    this.engine = engine;
    this.homes = homes;
    this.state = state;
    this.logs = logs;
    this.gateway = gateway;
    this.command = command;
    this.gpus = gpus;
    this.groups = groups;
  }

  /** Starts replicas in parallel and returns when all are ready; if one fails, all are ended. */
  List<Replica> start(Target target, ServiceSpecification service, List<Integer> indexes)
      throws RolloutException, InterruptedException {
    List<Replica> started = new ArrayList<>();
    boolean complete = false;
    try {
      for (int index : indexes) {
        started.add(launch(target, service, index));
      }
      for (Replica replica : started) {
        awaitReady(replica, target, service);
      }
      complete = true;
      return started;
    } finally {
      if (!complete) {
        started.forEach(replica -> end(replica, Duration.ZERO));
      }
    }
  }

  private Replica launch(Target target, ServiceSpecification service, int index)
      throws RolloutException, InterruptedException {
    String id = UUID.randomUUID().toString();
    boolean launched = false;
    try {
      Replica replica = launch(id, gpus.await(id, target, service), target, service, index);
      launched = true;
      return replica;
    } finally {
      if (!launched) {
        gpus.release(id);
        remove(groups.group(id));
      }
    }
  }

  private Replica launch(
      String id, List<Integer> mine, Target target, ServiceSpecification service, int index)
      throws RolloutException {
    Resources limits = service.resources();
    ReplicaLaunch launch = new ReplicaLaunch(id, target, service, index, mine, Optional.empty());
    try {
      launch = launch.within(groups.create(id, limits.memory(), limits.milliCpus()));
      Path log = launch.log(logs);
      Path home = homes.create(id, launch.specification().files(), target.release().models());
      Process process = run(launch, home, log);
      Replica replica = Replica.started(launch.record(process, homes.address(id), log), process);
      save(replica);
      return replica;
    } catch (IOException e) {
      forget(id);
      throw launch.notStarted(e);
    }
  }

  private Process run(ReplicaLaunch launch, Path home, Path log) throws IOException {
    Target target = launch.target();
    ServiceSpecification service = launch.service();
    Path userHome =
        PrivateFiles.createFolder(state.folder(launch.specification().uid()).resolve("home"));
    Path temporary = homes.temporary(launch.id());
    ProcessBuilder builder =
        new ProcessBuilder(command.of(target, service, homes.socket(launch.id())))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("TMPDIR", temporary.toString());
    ReplicaEnvironment.fill(environment, target, service, userHome, home);
    if (gpus.total() > 0) {
      environment.put("CUDA_VISIBLE_DEVICES", Gpus.visible(launch.gpus()));
    }
    engine.putInto(environment);
    ProcessTag.replica(launch.id()).putInto(environment);
    return settings
        .sandbox()
        .start(
            builder,
            command
                .access(target, service, userHome, temporary)
                .writing(home)
                .within(launch.group())
                .using(launch.gpus().isEmpty() ? List.of() : Gpus.deviceFiles()));
  }

  private void awaitReady(Replica replica, Target target, ServiceSpecification service)
      throws RolloutException, InterruptedException {
    long deadline = System.nanoTime() + settings.readinessTimeout().toNanos();
    while (!isReady(replica)) {
      if (!replica.alive()) {
        throw failed(
            replica,
            target,
            service,
            "ended%s before it was ready".formatted(replica.howItEnded()));
      }
      if (System.nanoTime() > deadline) {
        throw failed(
            replica,
            target,
            service,
            "was not ready within %d s".formatted(settings.readinessTimeout().toSeconds()));
      }
      Thread.sleep(PAUSE);
    }
    replica.becameReady();
    save(replica);
  }

  /** Whether a replica runs and says that it is ready. */
  boolean isReady(Replica replica) {
    return replica.alive()
        && isPublished(replica)
        && gateway.answers(replica.upstream(), "/readyz", PROBE_TIMEOUT)
        && replica.alive();
  }

  /** Whether a replica that was ready still is; a slow answer is no sign that it is not. */
  boolean isStillReady(Replica replica) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean ready = isReady(replica);
    while (!ready && replica.alive() && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE);
      ready = isReady(replica);
    }
    return ready;
  }

  private boolean isPublished(Replica replica) {
    try {
      return homes.publish(replica.record().id());
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "The socket of a replica cannot be used", e);
      return false;
    }
  }

  /**
   * Watches new replicas for a moment.
   *
   * @throws RolloutException when one ends or is no longer ready; then all of them are ended
   */
  void requireStaysReady(List<Replica> started, Target target, ServiceSpecification service)
      throws RolloutException, InterruptedException {
    Thread.sleep(PROOF);
    for (Replica replica : started) {
      if (!isStillReady(replica)) {
        throw failed(
            replica,
            target,
            service,
            "was ready and is not any more%s".formatted(replica.howItEnded()));
      }
    }
  }

  private RolloutException failed(
      Replica replica, Target target, ServiceSpecification service, String what) {
    Specification specification = target.specification();
    return new RolloutException(
        Phase.START,
        "Replica %d of service %s of deployment %s (revision %d, bento %s) %s.%s"
            .formatted(
                replica.record().index(),
                target.id(service).text(),
                specification.name(),
                specification.revision(),
                specification.bento(),
                what,
                lastLines(replica, target)));
  }

  /** The last lines of a replica's log, masked; empty where its values are not known. */
  String lastLines(Replica replica, @Nullable Target target) {
    if (target == null || target.specification().revision() != replica.revision()) {
      return "";
    }
    Specification specification = target.specification();
    List<Hidden> values =
        Stream.concat(
                specification.services().stream()
                    .flatMap(service -> service.environment().stream())
                    .map(EnvironmentVariable::value),
                specification.files().stream().map(SecretFile::content))
            .toList();
    try {
      String lines = logs.tail(Path.of(replica.record().log()), LINES_REPORTED).strip();
      return lines.isEmpty()
          ? " Its log is empty."
          : " The last lines of its log:\n" + new Redaction(values).of(lines);
    } catch (IOException e) {
      return "";
    }
  }

  /** A replica that a server before this one started keeps what it has. */
  void adopt(Replica replica) {
    List<Integer> held = replica.record().gpus();
    if (held != null && !held.isEmpty()) {
      gpus.hold(replica.record().id(), held);
    }
  }

  /** Ends all processes of a replica, then removes its home and its record. */
  void end(Replica replica, Duration grace) {
    if (!replica.tree().end(grace)) {
      LOG.log(
          System.Logger.Level.ERROR,
          "A process of replica {0} of deployment {1} cannot be ended; its log is {2}",
          replica.record().index(),
          replica.record().uid(),
          replica.record().log());
    }
    gpus.release(replica.record().id());
    remove(replica.group());
    forget(replica.record().id());
    try {
      state.forget(replica.record());
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "A replica record cannot be removed", e);
    }
  }

  private static void remove(Optional<ControlGroup> group) {
    try {
      if (group.isPresent()) {
        group.get().remove();
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "A control group cannot be removed", e);
    }
  }

  private void save(Replica replica) throws RolloutException {
    try {
      state.save(replica.record());
    } catch (IOException e) {
      end(replica, Duration.ZERO);
      throw new RolloutException(
          Phase.START,
          "A replica of deployment %s was ended again: its record cannot be written: %s."
              .formatted(replica.record().uid(), e.getMessage()),
          e);
    }
  }

  private void forget(String id) {
    try {
      homes.remove(id);
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "The private home {0} cannot be removed; remove it by hand, it may hold secrets",
          homes.folder().resolve(id));
    }
  }
}
