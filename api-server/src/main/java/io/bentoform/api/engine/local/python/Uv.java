package io.bentoform.api.engine.local.python;

import io.bentoform.api.engine.local.sandbox.Access;
import io.bentoform.api.files.PrivateFiles;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds the package installer {@code uv}, or installs it once where the machine has none: outside
 * of a sandbox, for nothing of a user takes part in that.
 */
final class Uv {
  private static final byte[] SCRIPT = {'#', '!'};
  private static final String VERSION = "0.13.9";

  private final Path tools;
  private final String python;
  private final BuildCommand command;
  private final ReentrantLock installing = new ReentrantLock();

  Uv(Path tools, String python, BuildCommand command) {
    this.tools = tools;
    this.python = python;
    this.command = command.trusted();
  }

  /**
   * Returns the program.
   *
   * @throws IOException with a message for users when it is not there and cannot be installed
   */
  Path locate(Map<String, String> environment, BuildLog log)
      throws IOException, InterruptedException, TimeoutException {
    Optional<Path> installed = onPath(environment.getOrDefault("PATH", ""));
    if (installed.isPresent()) {
      return installed.get();
    }
    Path own = own();
    installing.lockInterruptibly();
    try {
      if (!Files.isExecutable(own)) {
        install(own, environment, log);
      }
      return own;
    } finally {
      installing.unlock();
    }
  }

  /** The program, if it is there already. */
  Optional<Path> find(Map<String, String> environment) {
    return onPath(environment.getOrDefault("PATH", ""))
        .or(() -> Optional.of(own()).filter(Files::isExecutable));
  }

  private Path own() {
    return tools.resolve("uv-" + VERSION);
  }

  private static Optional<Path> onPath(String path) {
    return List.of(path.split(File.pathSeparator)).stream()
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, "uv"))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .filter(file -> !isScript(file))
        .findFirst();
  }

  /** As pyenv puts on the path: it starts a program somewhere else, which no sandbox has. */
  private static boolean isScript(Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      return Arrays.equals(content.readNBytes(SCRIPT.length), SCRIPT);
    } catch (IOException e) {
      return true;
    }
  }

  /** The program is one file, so a move puts it in place whole, whoever else installs it too. */
  private void install(Path own, Map<String, String> environment, BuildLog log)
      throws IOException, InterruptedException, TimeoutException {
    PrivateFiles.createFolder(tools);
    Path draft = tools.resolve("installing-" + UUID.randomUUID());
    try {
      step(List.of(python, "-m", "venv", draft.toString()), environment, log);
      Path pip = draft.resolve("bin/pip");
      step(List.of(pip.toString(), "install", "uv==" + VERSION), environment, log);
      Files.move(draft.resolve("bin/uv"), own, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      PrivateFiles.delete(draft);
    }
  }

  private void step(List<String> words, Map<String, String> environment, BuildLog log)
      throws IOException, InterruptedException, TimeoutException {
    int exit = command.run(words, home -> Access.in(tools, home), environment, log);
    if (exit != 0) {
      throw new IOException(
          "the installer uv is not on the PATH and could not be installed (exit code "
              + exit
              + ")");
    }
  }
}
