package io.bentoform.api.engine.local;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.RolloutException.Phase;
import io.bentoform.api.engine.Sources;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.local.process.Ports;
import io.bentoform.api.engine.local.process.ProcessIdentity;
import io.bentoform.api.engine.local.process.ProcessTag;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Starts and ends single replicas. */
final class Launcher {
  private static final System.Logger LOG = System.getLogger(Launcher.class.getName());
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int PORT_ATTEMPTS = 3;

  private final LocalSettings settings;
  private final ProcessTag engine;
  private final ReplicaHomes homes;
  private final StateFolder state;
  private final ReplicaLogs logs;
  private final ReadinessProbe probe;

  Launcher(
      LocalSettings settings,
      ProcessTag engine,
      ReplicaHomes homes,
      StateFolder state,
      ReplicaLogs logs,
      ReadinessProbe probe) {
    this.settings = settings;
    this.engine = engine;
    this.homes = homes;
    this.state = state;
    this.logs = logs;
    this.probe = probe;
  }

  /** Starts replicas in parallel and returns when all are ready; if one fails, all are ended. */
  List<Replica> start(Specification specification, PreparedRelease release, List<Integer> indexes)
      throws RolloutException, InterruptedException {
    List<Replica> started = new ArrayList<>();
    boolean complete = false;
    try {
      for (int index : indexes) {
        started.add(launch(specification, release, index));
      }
      for (int i = 0; i < started.size(); i++) {
        for (int attempt = 1; !becomesReady(started.get(i), specification); attempt++) {
          Replica failed = started.get(i);
          end(failed, Duration.ZERO);
          if (attempt == PORT_ATTEMPTS || Ports.isFree(failed.record().port())) {
            throw endedEarly(failed, specification);
          }
          started.set(i, launch(specification, release, failed.record().index()));
        }
      }
      complete = true;
      return started;
    } finally {
      if (!complete) {
        started.forEach(replica -> end(replica, Duration.ZERO));
      }
    }
  }

  private Replica launch(Specification specification, PreparedRelease release, int index)
      throws RolloutException {
    String id = UUID.randomUUID().toString();
    try {
      int port = Ports.free();
      Path log =
          logs.file(specification.name(), specification.uid(), specification.revision(), index);
      Process process = run(id, specification, release, port, log);
      ProcessIdentity identity =
          ProcessIdentity.of(process.pid())
              .orElseGet(() -> new ProcessIdentity(process.pid(), "ended"));
      ReplicaRecord record =
          new ReplicaRecord(
              id,
              specification.uid(),
              specification.revision(),
              index,
              identity,
              port,
              release.digest(),
              release.models().stream().map(model -> model.content().digest()).toList(),
              log.toString(),
              false);
      Replica replica = Replica.started(record, process);
      save(replica);
      return replica;
    } catch (IOException e) {
      forget(id);
      throw new RolloutException(
          Phase.START,
          "Replica %d of deployment %s (revision %d) could not be started: %s."
              .formatted(index, specification.name(), specification.revision(), e.getMessage()),
          e);
    }
  }

  private Process run(
      String id, Specification specification, PreparedRelease release, int port, Path log)
      throws IOException {
    Path home = homes.create(id, specification.files(), release.models());
    Path userHome = PrivateFiles.createFolder(state.folder(specification.uid()).resolve("home"));
    ProcessBuilder builder =
        new ProcessBuilder(command(specification, release, port))
            .directory(userHome.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("TMPDIR", homes.temporary(id).toString());
    fill(environment, specification, release, userHome, home);
    engine.putInto(environment);
    ProcessTag.replica(id).putInto(environment);
    return builder.start();
  }

  private List<String> command(Specification specification, PreparedRelease release, int port) {
    List<String> words = new ArrayList<>();
    words.add(release.environment().resolve("bin/python").toString());
    words.addAll(List.of("-m", "bentoml", "serve", release.bento().toString()));
    words.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(port)));
    words.add("--timeout-graceful-shutdown");
    words.add(Long.toString(Math.max(1, settings.gracefulStop().toSeconds())));
    if (specification.sources() instanceof Sources.Project) {
      words.add("--reload");
    }
    return words;
  }

  /** The deployment may set any variable but those that the engine needs. */
  private static void fill(
      Map<String, String> environment,
      Specification specification,
      PreparedRelease release,
      Path userHome,
      Path home)
      throws IOException {
    environment.put("PATH", release.environment().resolve("bin") + ":/usr/local/bin:/usr/bin:/bin");
    environment.put("HOME", userHome.toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("PYTHONUNBUFFERED", "1");
    environment.put("BENTOML_DO_NOT_TRACK", "True");
    if (!specification.configOverrides().isEmpty()) {
      ObjectNode overrides = JSON.createObjectNode();
      overrides.putObject("services").setAll(specification.configOverrides());
      environment.put("BENTOML_CONFIG_OVERRIDES", JSON.writeValueAsString(overrides));
    }
    specification
        .environment()
        .forEach(variable -> environment.put(variable.name(), variable.value().reveal()));
    environment.put("BENTOML_HOME", home.toString());
    if (specification.sources() instanceof Sources.Archive) {
      environment.put("BENTO_PATH", release.bento().toString());
    }
  }

  /** Waits until the replica is ready; false when its process ended before. */
  private boolean becomesReady(Replica replica, Specification specification)
      throws RolloutException, InterruptedException {
    long deadline = System.nanoTime() + settings.readinessTimeout().toNanos();
    while (replica.alive()) {
      if (probe.isReady(replica.record().port()) && replica.alive()) {
        replica.becameReady();
        save(replica);
        return true;
      }
      if (System.nanoTime() > deadline) {
        throw new RolloutException(
            Phase.START,
            ("Replica %d of deployment %s (revision %d, bento %s) was not ready within %d s."
                    + " Read %s, then change the deployment.")
                .formatted(
                    replica.record().index(),
                    specification.name(),
                    specification.revision(),
                    specification.bento(),
                    settings.readinessTimeout().toSeconds(),
                    replica.record().log()));
      }
      Thread.sleep(PAUSE);
    }
    return false;
  }

  private static RolloutException endedEarly(Replica replica, Specification specification) {
    return new RolloutException(
        Phase.START,
        ("Replica %d of deployment %s (revision %d, bento %s) ended%s before it was ready. Read the"
                + " last lines of %s, then change the deployment or the bento.")
            .formatted(
                replica.record().index(),
                specification.name(),
                specification.revision(),
                specification.bento(),
                withCode(replica),
                replica.record().log()));
  }

  static String withCode(Replica replica) {
    return replica.exitCode().isPresent() ? " with exit code " + replica.exitCode().getAsInt() : "";
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
    forget(replica.record().id());
    try {
      state.forget(replica.record());
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "A replica record cannot be removed", e);
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
