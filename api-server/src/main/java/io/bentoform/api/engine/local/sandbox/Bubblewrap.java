package io.bentoform.api.engine.local.sandbox;

import io.bentoform.api.engine.local.process.ProcessTag;
import io.bentoform.api.engine.local.process.Supervisor;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands in a sandbox of their own: mounts, process ids, {@code /proc}, {@code /tmp} and
 * shared memory. Only the network is that of the machine.
 *
 * @param program {@code bwrap}
 */
record Bubblewrap(Path program) implements Sandbox {
  private static final long TRIAL_SECONDS = 10;
  private static final String TRIAL = "/bin/true";

  private static final List<String> NAMESPACES =
      List.of(
          "--unshare-pid",
          "--unshare-ipc",
          "--unshare-uts",
          "--unshare-cgroup-try",
          "--die-with-parent",
          "--new-session",
          "--cap-drop",
          "ALL");

  /** The program on a search path. */
  static Optional<Bubblewrap> on(String path) {
    return List.of(path.split(File.pathSeparator)).stream()
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, "bwrap").toAbsolutePath())
        .filter(Files::isExecutable)
        .findFirst()
        .map(Bubblewrap::new);
  }

  /** Runs {@code true} in a sandbox, and says what is wrong, if anything is. */
  Optional<String> trial() throws InterruptedException {
    try {
      List<String> words = new ArrayList<>(List.of(program.toString()));
      words.addAll(NAMESPACES);
      words.addAll(SystemFolders.arguments());
      words.add(TRIAL);
      Process process =
          new ProcessBuilder(words)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .start();
      try (var output = process.inputReader(StandardCharsets.UTF_8)) {
        String said = String.valueOf(output.readLine());
        boolean ended = process.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS);
        return ended && process.exitValue() == 0 ? Optional.empty() : Optional.of(said);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean isolates() {
    return true;
  }

  @Override
  public Process start(ProcessBuilder builder, Access access) throws IOException {
    List<String> words = new ArrayList<>(List.of(program.toString()));
    words.addAll(NAMESPACES);
    words.addAll(SystemFolders.arguments());
    words.addAll(List.of("--bind", access.temporary().toString(), "/tmp"));
    access.binds().stream()
        .sorted(Comparator.comparingInt(bind -> bind.target().getNameCount()))
        .forEach(
            bind -> {
              words.add(bind.device() ? "--dev-bind" : bind.writable() ? "--bind" : "--ro-bind");
              words.addAll(List.of(bind.source().toString(), bind.target().toString()));
            });
    words.addAll(List.of("--chdir", access.folder().toString(), "--args", Supervisor.INPUT, "--"));
    words.addAll(builder.command());
    Map<String, String> environment = new TreeMap<>(builder.environment());
    builder.environment().keySet().retainAll(ProcessTag.VARIABLES);
    builder
        .command(access.entering(Supervisor.of(words)))
        .directory(new File("/"))
        .redirectInput(ProcessBuilder.Redirect.PIPE);
    Process process = builder.start();
    pass(environment, process);
    return process;
  }

  private static void pass(Map<String, String> environment, Process process) {
    StringBuilder arguments = new StringBuilder();
    // A shell may have set these.
    for (String name : List.of("OLDPWD", "SHLVL", "_")) {
      arguments.append("--unsetenv\0").append(name).append('\0');
    }
    environment.forEach(
        (name, value) ->
            arguments.append("--setenv\0").append(name).append('\0').append(value).append('\0'));
    try (OutputStream input = process.getOutputStream()) {
      input.write(arguments.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // Bubblewrap has ended; its output and exit code say why.
      process.destroyForcibly();
    }
  }
}
