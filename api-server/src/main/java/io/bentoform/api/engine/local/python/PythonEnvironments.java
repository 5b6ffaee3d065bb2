package io.bentoform.api.engine.local.python;

import io.bentoform.api.engine.EnvironmentVariable;
import io.bentoform.api.engine.local.LocalSettings;
import io.bentoform.api.engine.local.process.ProcessTag;
import io.bentoform.api.engine.local.sandbox.Access;
import io.bentoform.api.engine.local.sandbox.PythonPaths;
import io.bentoform.api.files.FileTrees;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Python environments, one for each set of requirements, commands, Python version and build-stage
 * secrets, built once and shared by all deployments that can share it: one that was built with
 * secrets or by commands belongs to its deployment alone. An environment is only used when its
 * marker is there, which is written last.
 */
public final class PythonEnvironments {
  private static final String MARKER = ".complete";

  /** How long uv waits for another server that uses the cache; later it is tried again. */
  private static final String LOCK_TIMEOUT_SECONDS = "5";

  private final Path folder;
  private final Path keyFile;
  private final Path cleanLog;
  private final PackageCache packages;
  private final BuildCommand command;
  private final BuildAccess access;
  private final Uv uv;
  private final PythonInterpreters interpreters;
  private final Map<String, String> server;
  private final Map<Path, ReentrantLock> building = new ConcurrentHashMap<>();

  public PythonEnvironments(LocalSettings settings, ProcessTag engine, Map<String, String> server) {
    this.folder = settings.root().resolve("environments");
    this.keyFile = settings.root().resolve("environments.key");
    this.cleanLog = settings.root().resolve("package-cache.log");
    this.packages = new PackageCache(settings.cache());
    this.command =
        new BuildCommand(
            engine, settings.buildTimeout(), settings.sandbox(), settings.root().resolve("builds"));
    this.access = new BuildAccess(server, packages.folder());
    this.uv = new Uv(settings.cache().resolve("tools"), settings.python(), command);
    this.interpreters = new PythonInterpreters(settings.python());
    this.server = Map.copyOf(server);
  }

  /**
   * The environment of a recipe, built now unless it is there.
   *
   * @param own a folder of the deployment, for what cannot be shared
   * @param secrets those of the build stage
   * @param told is told of each command and gets its output
   * @throws BuildFailure when it cannot be built; nothing is left then that looks finished
   */
  public PythonEnvironment provide(
      Recipe recipe, Path own, List<EnvironmentVariable> secrets, BuildLog told)
      throws BuildFailure, IOException, InterruptedException {
    BuildLog log = told.without(BuildEnvironment.credentials(server));
    Map<String, String> plain = BuildEnvironment.of(server, packages.folder(), List.of());
    try {
      Path program = uv.locate(plain, log);
      PythonInterpreters.Interpreter python =
          interpreters.find(program, recipe.pythonVersion(), plain);
      Path environment =
          secrets.isEmpty() && !recipe.isPrivate()
              ? folder.resolve(recipe.key(python.identity()))
              : ownFolder(own).resolve(key(recipe, python, secrets));
      Map<String, String> full = BuildEnvironment.of(server, packages.folder(), secrets);
      provide(new Build(environment, recipe, program, python, full, log));
      return new PythonEnvironment(environment, PythonPaths.of(python.program()));
    } catch (TimeoutException | IOException e) {
      throw new BuildFailure(log.masked(String.valueOf(e.getMessage())), log.file(), e);
    }
  }

  /** Removes what killed builds left. */
  public void removeLeftovers() throws IOException {
    PrivateFiles.delete(command.temporary());
  }

  private static Path ownFolder(Path own) {
    return own.resolve("environments");
  }

  /**
   * Removes what only one deployment can use, except the environments that it uses now.
   *
   * @param own the folder of the deployment
   */
  public void retainOnly(Path own, Set<Path> environments) throws IOException {
    for (Path other : FileTrees.children(ownFolder(own))) {
      if (!environments.contains(other)) {
        PrivateFiles.deleteWhole(other);
      }
    }
  }

  /**
   * Removes shared environments that were last used before a time.
   *
   * @param inUse those that stay whatever their time is
   */
  public void removeUnused(Instant before, Set<Path> inUse) throws IOException {
    for (Path environment : FileTrees.children(folder)) {
      ReentrantLock turn = building.computeIfAbsent(environment, key -> new ReentrantLock());
      if (!inUse.contains(environment) && turn.tryLock()) {
        try {
          if (lastUse(environment).isBefore(before)) {
            PrivateFiles.deleteWhole(environment);
          }
        } finally {
          turn.unlock();
        }
      }
    }
  }

  /** Removes downloaded packages that no build has installed since a time. */
  public void removeUnusedPackages(Instant before) throws IOException, InterruptedException {
    Map<String, String> variables = BuildEnvironment.of(server, packages.folder(), List.of());
    Optional<Path> program = uv.find(variables);
    // Environments with links into the cache would lose their packages.
    if (program.isPresent() && !"symlink".equals(variables.get("UV_LINK_MODE"))) {
      variables.put("UV_LOCK_TIMEOUT", LOCK_TIMEOUT_SECONDS);
      packages.removeUnused(before, names -> clean(program.get(), names, variables));
    }
  }

  private void clean(Path program, List<String> names, Map<String, String> variables)
      throws IOException, InterruptedException {
    PrivateFiles.write(cleanLog, new byte[0]);
    BuildLog log = new BuildLog(cleanLog, new Redaction(List.of()));
    List<String> clean = new ArrayList<>(List.of(program.toString(), "cache", "clean"));
    clean.addAll(names);
    // Also what an older uv has left.
    List<String> prune = List.of(program.toString(), "cache", "prune");
    try {
      for (List<String> step : List.of(clean, prune)) {
        // Nothing of a user takes part in it.
        if (command
                .trusted()
                .run(step, home -> Access.in(folder.resolveSibling(""), home), variables, log)
            != 0) {
          throw new IOException("uv could not remove packages from its cache; read " + cleanLog);
        }
      }
    } catch (TimeoutException e) {
      throw new IOException("uv cache clean: " + e.getMessage(), e);
    }
  }

  /** What has no marker is no environment, but what is left of one. */
  private static Instant lastUse(Path environment) throws IOException {
    Path marker = environment.resolve(MARKER);
    return Files.getLastModifiedTime(Files.exists(marker) ? marker : environment).toInstant();
  }

  private String key(
      Recipe recipe, PythonInterpreters.Interpreter python, List<EnvironmentVariable> secrets)
      throws IOException {
    String key = recipe.key(python.identity());
    return secrets.isEmpty()
        ? key
        : new Fingerprint().add(key).add(SecretsKey.of(keyFile).of(secrets)).brief();
  }

  private void provide(Build build) throws BuildFailure, IOException, InterruptedException {
    Path environment = build.environment();
    ReentrantLock turn = building.computeIfAbsent(environment, key -> new ReentrantLock());
    turn.lockInterruptibly();
    try {
      Path marker = environment.resolve(MARKER);
      if (Files.exists(marker)) {
        Files.setLastModifiedTime(marker, FileTime.from(Instant.now()));
        build.log().say("Its Python environment already exists");
        return;
      }
      PrivateFiles.deleteWhole(environment);
      packages.use(() -> build(build));
      packages.used(environment);
      PrivateFiles.write(environment.resolve(MARKER), new byte[0]);
      build.log().say("Its Python environment is ready");
    } finally {
      turn.unlock();
    }
  }

  private void build(Build build) throws BuildFailure, IOException, InterruptedException {
    Path log = build.log().file();
    if (!build.python().note().isEmpty()) {
      build.log().say(build.python().note());
    }
    boolean complete = false;
    PrivateFiles.createFolder(build.environment());
    PrivateFiles.createFolder(packages.folder());
    try {
      for (List<String> step : build.steps()) {
        int exit = run(build, step);
        if (exit != 0) {
          throw new BuildFailure(build.nameOf(step) + " ended with exit code " + exit, log, null);
        }
      }
      Path bentoml = build.environment().resolve("bin/bentoml");
      if (!Files.exists(bentoml) && build.recipe().bentomlVersion().isPresent()) {
        run(build, build.addBentoml());
      }
      if (!Files.exists(bentoml)) {
        throw new BuildFailure("its requirements do not bring bentoml", log, null);
      }
      complete = true;
    } catch (TimeoutException e) {
      throw new BuildFailure(String.valueOf(e.getMessage()), log, e);
    } finally {
      if (!complete) {
        PrivateFiles.delete(build.environment());
      }
    }
  }

  private int run(Build build, List<String> step)
      throws IOException, InterruptedException, TimeoutException {
    Set<Path> python = PythonPaths.of(build.python().program());
    Map<String, String> variables = build.variables();
    BuildCommand.Need need =
        build.isUv(step)
            ? home ->
                access.installing(build.recipe(), build.uv(), python, build.environment(), home)
            : home ->
                access.running(
                    build.recipe(), Path.of(step.getLast()), python, build.environment(), home);
    if (command.sandbox().isolates()) {
      // No file of an environment is also one of the cache, or of another environment.
      variables.put("UV_LINK_MODE", "copy");
      if (!build.isUv(step)) {
        variables.remove("UV_CACHE_DIR");
      }
    }
    return command.run(step, need, variables, build.log());
  }

  /** One environment to build, and the commands that do it. */
  private record Build(
      Path environment,
      Recipe recipe,
      Path uv,
      PythonInterpreters.Interpreter python,
      Map<String, String> server,
      BuildLog log) {

    List<List<String>> steps() {
      List<String> venv = new ArrayList<>(List.of(uv.toString(), "venv"));
      if (!recipe.before().isEmpty() || !recipe.after().isEmpty()) {
        // With a pip of its own, so that a script does not find that of the machine.
        venv.add("--seed");
      }
      venv.addAll(List.of("--python", python.program().toString(), environment.toString()));
      List<List<String>> steps = new ArrayList<>();
      steps.add(venv);
      steps.add(recipe.before());
      if (Files.isRegularFile(recipe.requirements())) {
        steps.add(install("-r", recipe.requirements().toString()));
      }
      steps.add(recipe.after());
      steps.removeIf(List::isEmpty);
      return steps;
    }

    /** Scripts find the programs of the environment; {@code uv} is told where it is. */
    Map<String, String> variables() {
      Map<String, String> variables = new HashMap<>(server);
      variables.merge(
          "PATH", environment.resolve("bin").toString(), (path, own) -> own + ":" + path);
      variables.put("VIRTUAL_ENV", environment.toString());
      return variables;
    }

    boolean isUv(List<String> step) {
      return step.getFirst().equals(uv.toString());
    }

    String nameOf(List<String> step) {
      return isUv(step) ? "uv" : String.valueOf(Path.of(step.getLast()).getFileName());
    }

    List<String> addBentoml() {
      return install("bentoml==" + recipe.bentomlVersion().orElseThrow());
    }

    private List<String> install(String... what) {
      List<String> words = new ArrayList<>();
      words.addAll(List.of(uv.toString(), "pip", "install", "--python"));
      words.add(environment.resolve("bin/python").toString());
      words.addAll(List.of(what));
      return words;
    }
  }
}
