package io.bentoform.api.engine.local.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Starts processes, apart from this machine where that is possible. */
public sealed interface Sandbox permits Bubblewrap, Sandbox.None {
  String REMEDY = "Install it (Debian, Ubuntu: apt-get install bubblewrap)";

  /**
   * Starts a process that sees nothing but what it needs.
   *
   * @param builder its command, environment and output; not used afterwards. It gets no input.
   */
  Process start(ProcessBuilder builder, Access access) throws IOException;

  /** Whether what runs is kept apart at all. */
  boolean isolates();

  /** Processes with all rights of the server. */
  static Sandbox none() {
    return new None();
  }

  /**
   * Chooses by the setting and by what works here.
   *
   * @param searchPath of programs
   * @param data a folder that no sandbox may see
   * @param asRoot whether the server has all rights on this machine
   * @throws IllegalStateException with a message for users when the server must not start so
   */
  static Sandbox choose(Isolation isolation, String searchPath, Path data, boolean asRoot)
      throws InterruptedException {
    if (isolation == Isolation.NONE) {
      return none();
    }
    Optional<Bubblewrap> bubblewrap = Bubblewrap.on(searchPath);
    Optional<String> problem =
        bubblewrap.isPresent()
            ? bubblewrap.get().trial().map("it does not work here (%s)"::formatted)
            : Optional.of("it is not installed");
    if (problem.isEmpty()) {
      if (SystemFolders.contain(data)) {
        throw new IllegalStateException(
            "The data folder %s is in a folder of the system, which all that runs can read. Choose"
                    .formatted(data)
                + " another one with --data.");
      }
      return bubblewrap.get();
    }
    if (isolation == Isolation.BUBBLEWRAP) {
      throw new IllegalStateException(
          "--isolation bubblewrap needs bubblewrap, and %s. %s.".formatted(problem.get(), REMEDY));
    }
    if (asRoot) {
      throw new IllegalStateException(
          ("Without bubblewrap all that Bentoform runs would have the rights of root, and %s. %s,"
                  + " start the server as another user, or with --isolation none.")
              .formatted(problem.get(), REMEDY));
    }
    return none();
  }

  /** Whether this process has all rights on this machine. */
  static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      return "root".equals(System.getProperty("user.name"));
    }
  }

  /** No sandbox. */
  record None() implements Sandbox {
    @Override
    public boolean isolates() {
      return false;
    }

    @Override
    public Process start(ProcessBuilder builder, Access access) throws IOException {
      return builder
          .command(access.entering(builder.command()))
          .directory(access.folder().toFile())
          .redirectInput(Path.of("/dev/null").toFile())
          .start();
    }
  }
}
