package io.bentoform.api.engine.local.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Which Python runs a bento: the version it was made for where the machine has one, else the one of
 * the settings. None is ever downloaded.
 */
final class PythonInterpreters {
  private static final long TIMEOUT_SECONDS = 60;
  private static final String PROGRAM = "import sys; print(sys.executable)";
  private static final String IDENTITY =
      "import sys, platform; print(sys.implementation.cache_tag, platform.python_version(),"
          + " platform.system(), platform.machine(), sys.base_prefix)";

  private final String fallback;
  private final Map<String, Interpreter> found = new ConcurrentHashMap<>();

  PythonInterpreters(String fallback) {
    this.fallback = fallback;
  }

  /**
   * One Python of this machine.
   *
   * @param program its file, which may be another one than its command starts first
   * @param identity differs wherever an environment cannot be shared
   * @param note what to say in the build log; empty when there is nothing to say
   */
  record Interpreter(Path program, String identity, String note) {}

  Interpreter find(Path uv, Optional<String> version, Map<String, String> environment)
      throws IOException, InterruptedException {
    String wanted = version.orElse("");
    Interpreter known = found.get(wanted);
    if (known != null) {
      return known;
    }
    Interpreter interpreter = look(uv, wanted, environment);
    found.put(wanted, interpreter);
    return interpreter;
  }

  private Interpreter look(Path uv, String wanted, Map<String, String> environment)
      throws IOException, InterruptedException {
    if (!wanted.isEmpty()) {
      Optional<String> match =
          firstLine(
              environment,
              List.of(uv.toString(), "python", "find", "--no-python-downloads", wanted));
      if (match.isPresent()) {
        return interpreter(match.get(), environment);
      }
    }
    Interpreter instead = interpreter(fallback, environment);
    String note =
        wanted.isEmpty()
            ? ""
            : "The bento asks for Python %s, which this machine does not have; used instead: %s"
                .formatted(wanted, instead.identity());
    return new Interpreter(instead.program(), instead.identity(), note);
  }

  private static Interpreter interpreter(String command, Map<String, String> environment)
      throws IOException, InterruptedException {
    return new Interpreter(
        Path.of(said(command, PROGRAM, environment)), said(command, IDENTITY, environment), "");
  }

  private static String said(String python, String program, Map<String, String> environment)
      throws IOException, InterruptedException {
    return firstLine(environment, List.of(python, "-c", program))
        .orElseThrow(() -> new IOException("the command " + python + " does not start a Python"));
  }

  private static Optional<String> firstLine(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      String line = output.readLine();
      boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0 ? Optional.ofNullable(line) : Optional.empty();
    } finally {
      process.destroyForcibly();
    }
  }
}
