package io.bentoform.api.engine.local;

import io.bentoform.api.crypto.PrivateFiles;
import io.bentoform.api.engine.EnvironmentVariable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Python environments, one for each set of requirements and Python version, built once and shared
 * by all deployments. An environment is only used when its marker is there, which is written last.
 */
final class PythonEnvironments {
  private static final String MARKER = ".complete";

  private final Path folder;
  private final Path packageCache;
  private final BuildCommand command;
  private final Uv uv;
  private final PythonInterpreters interpreters;
  private final Map<String, String> server;
  private final Map<String, ReentrantLock> building = new ConcurrentHashMap<>();

  PythonEnvironments(LocalSettings settings, Mark engine, Map<String, String> server) {
    this.folder = settings.root().resolve("environments");
    this.packageCache = settings.cache().resolve("uv");
    this.command = new BuildCommand(engine, settings.buildTimeout());
    this.uv = new Uv(settings.cache().resolve("tools"), settings.python(), command);
    this.interpreters = new PythonInterpreters(settings.python());
    this.server = Map.copyOf(server);
  }

  /**
   * The environment of an unpacked bento, built now unless it is there.
   *
   * @param digest of the bento's archive
   * @param log is told of each command and gets its output
   * @throws BuildFailure when it cannot be built; nothing is left then that looks finished
   */
  Path provide(Path bento, String digest, List<EnvironmentVariable> secrets, BuildLog log)
      throws BuildFailure, IOException, InterruptedException {
    BentoDescription description = BentoDescription.read(bento);
    Map<String, String> plain = BuildEnvironment.of(server, packageCache, List.of());
    try {
      Path program = uv.locate(plain, log.file());
      PythonInterpreters.Interpreter python =
          interpreters.find(program, description.pythonVersion(), plain);
      String key = Requirements.of(bento, digest).key(description, python.identity());
      Map<String, String> full = BuildEnvironment.of(server, packageCache, secrets);
      return provide(new Build(key, bento, description, program, python, full, log));
    } catch (TimeoutException | IOException failure) {
      throw new BuildFailure(String.valueOf(failure.getMessage()), log.file(), failure);
    }
  }

  private Path provide(Build build) throws BuildFailure, IOException, InterruptedException {
    Path environment = folder.resolve(build.key());
    ReentrantLock turn = building.computeIfAbsent(build.key(), key -> new ReentrantLock());
    turn.lockInterruptibly();
    try {
      if (Files.exists(environment.resolve(MARKER))) {
        build.log().say("Its Python environment is there already");
        return environment;
      }
      PrivateFiles.delete(environment);
      build(build, environment);
      PrivateFiles.write(environment.resolve(MARKER), new byte[0]);
      build.log().say("Its Python environment is ready");
      return environment;
    } finally {
      turn.unlock();
    }
  }

  private void build(Build build, Path environment)
      throws BuildFailure, IOException, InterruptedException {
    Path log = build.log().file();
    if (!build.python().note().isEmpty()) {
      build.log().say(build.python().note());
    }
    boolean complete = false;
    try {
      for (List<String> step : build.steps(environment)) {
        int exit = command.run(step, build.workingFolder(), build.environment(), log);
        if (exit != 0) {
          throw new BuildFailure("uv ended with exit code " + exit, log, null);
        }
      }
      Path bentoml = environment.resolve("bin/bentoml");
      if (!Files.exists(bentoml) && build.description().bentomlVersion().isPresent()) {
        List<String> step = build.addBentoml(environment);
        command.run(step, build.workingFolder(), build.environment(), log);
      }
      if (!Files.exists(bentoml)) {
        throw new BuildFailure("its requirements do not bring bentoml", log, null);
      }
      complete = true;
    } catch (TimeoutException late) {
      throw new BuildFailure(String.valueOf(late.getMessage()), log, late);
    } finally {
      if (!complete) {
        PrivateFiles.delete(environment);
      }
    }
  }

  /** One environment to build, and the commands that do it. */
  private record Build(
      String key,
      Path bento,
      BentoDescription description,
      Path uv,
      PythonInterpreters.Interpreter python,
      Map<String, String> environment,
      BuildLog log) {

    /** As in the image of a bento: names in the requirements are relative to the sources. */
    Path workingFolder() {
      Path sources = bento.resolve("src");
      return Files.isDirectory(sources) ? sources : bento;
    }

    List<List<String>> steps(Path target) {
      List<List<String>> steps = new ArrayList<>();
      steps.add(List.of(uv.toString(), "venv", "--python", python.command(), target.toString()));
      Path requirements = bento.resolve(Requirements.FILE);
      if (Files.isRegularFile(requirements)) {
        steps.add(install(target, "-r", requirements.toString()));
      }
      return steps;
    }

    List<String> addBentoml(Path target) {
      return install(target, "bentoml==" + description.bentomlVersion().orElseThrow());
    }

    private List<String> install(Path target, String... what) {
      List<String> words = new ArrayList<>();
      words.addAll(List.of(uv.toString(), "pip", "install", "--python"));
      words.add(target.resolve("bin/python").toString());
      words.addAll(List.of(what));
      return words;
    }
  }
}
