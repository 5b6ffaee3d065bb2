package io.bentoform.api.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A virtual environment with the released {@code bentoml} of one version, from the Python package
 * registry by its ordinary clients. It is made once and kept in a folder below {@code target}.
 *
 * @param folder where it lies
 */
public record VirtualEnvironment(Path folder) {
  private static final String UV_VERSION = "0.13.9";
  private static final int TIMEOUT_MINUTES = 10;

  /** The environment with this version of {@code bentoml}, made now unless it is there. */
  public static synchronized VirtualEnvironment of(Path cache, String bentomlVersion) {
    VirtualEnvironment environment =
        new VirtualEnvironment(cache.toAbsolutePath().resolve("venv-" + bentomlVersion));
    try {
      Path complete = environment.folder().resolve("complete");
      if (!Files.exists(complete)) {
        environment.install(bentomlVersion);
        Files.createFile(complete);
      }
      return environment;
    } catch (IOException e) {
      throw new IllegalStateException("bentoml " + bentomlVersion + " is not to be had", e);
    }
  }

  private void install(String bentomlVersion) throws IOException {
    Path parent = folder.resolveSibling("");
    Files.createDirectories(parent);
    run(parent, Map.of(), "python3", "-m", "venv", "--clear", folder.toString());
    run(parent, Map.of(), program("pip").toString(), "install", "-q", "uv==" + UV_VERSION);
    run(
        parent,
        Map.of("VIRTUAL_ENV", folder.toString()),
        program("uv").toString(),
        "pip",
        "install",
        "-q",
        // Hundreds of commands run from it, and not every machine keeps what Python compiles.
        "--compile-bytecode",
        "bentoml==" + bentomlVersion);
  }

  /** A program of the environment, as {@code bentoml} or {@code python}. */
  public Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }

  /**
   * Runs a command to its end.
   *
   * @throws IOException with what it printed, when it fails
   */
  static void run(Path folder, Map<String, String> environment, String... command)
      throws IOException {
    Path log = Files.createTempFile("command", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + " failed:\n" + Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
      Files.delete(log);
    }
  }
}
