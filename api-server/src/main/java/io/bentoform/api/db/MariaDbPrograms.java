package io.bentoform.api.db;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs the programs of the embedded database: creates its files, starts it, and ends the one that a
 * killed server left running.
 */
final class MariaDbPrograms {
  private static final int ROUNDS = 20;
  private static final Duration INSTALL_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  private final MariaDbBinaries binaries;
  private final MariaDbFolder layout;

  MariaDbPrograms(MariaDbBinaries binaries, MariaDbFolder layout) {
    this.binaries = binaries;
    this.layout = layout;
  }

  /** Starts one process. */
  interface Spawn {
    Process process() throws IOException;
  }

  /** Decides whether a process may still be started. */
  interface Spawner {
    Process spawn(Spawn start) throws IOException;
  }

  /**
   * Creates the files of the database unless they exist.
   *
   * @param spawner starts the process that does it, so that a signal can end it
   */
  void install(Spawner spawner) throws IOException {
    if (Files.exists(layout.installed())) {
      return;
    }
    // Without the marker the folder is what an interrupted installation left.
    PrivateFiles.delete(layout.data());
    PrivateFiles.createFolder(layout.temporary());
    List<String> command = new ArrayList<>();
    command.add(binaries.installer().toString());
    command.add("--no-defaults");
    command.add("--basedir=" + binaries.home());
    command.add("--datadir=" + layout.data());
    command.add("--tmpdir=" + layout.temporary());
    command.add("--auth-root-authentication-method=socket");
    command.add("--auth-root-socket-user=" + System.getProperty("user.name"));
    command.add("--skip-test-db");
    command.add("--skip-name-resolve");
    command.add("--force");
    asOwnUser(command);
    Process installation = spawner.spawn(() -> start(command));
    try {
      if (!installation.waitFor(INSTALL_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
          || installation.exitValue() != 0) {
        installation.destroyForcibly();
        throw layout.failure("The database could not be created");
      }
    } catch (InterruptedException e) {
      installation.destroyForcibly();
      Thread.currentThread().interrupt();
      throw layout.failure("Creating the database was interrupted");
    }
    PrivateFiles.write(layout.installed(), "");
  }

  /**
   * Starts the database.
   *
   * @param port of loopback on which it listens
   * @param password of its one account
   */
  Process launch(int port, Hidden password) throws IOException {
    PrivateFiles.createFolder(layout.temporary());
    PrivateFiles.write(
        layout.initFile(),
        """
        CREATE DATABASE IF NOT EXISTS bentoform CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
        CREATE USER IF NOT EXISTS bentoform@'127.0.0.1' IDENTIFIED BY '%1$s';
        ALTER USER bentoform@'127.0.0.1' IDENTIFIED BY '%1$s';
        GRANT ALL ON bentoform.* TO bentoform@'127.0.0.1';
        """
            .formatted(password.reveal()));
    List<String> command = new ArrayList<>();
    command.add(binaries.server().toString());
    command.add("--no-defaults");
    command.add("--basedir=" + binaries.home());
    command.add("--datadir=" + layout.data());
    command.add("--tmpdir=" + layout.temporary());
    command.add("--socket=" + layout.socket());
    command.add("--init-file=" + layout.initFile());
    command.add("--bind-address=127.0.0.1");
    command.add("--port=" + port);
    command.add("--skip-name-resolve");
    // TLS on loopback would need new keys at each start.
    command.add("--skip-ssl");
    command.add("--character-set-server=utf8mb4");
    command.add("--collation-server=utf8mb4_nopad_bin");
    command.add("--innodb-flush-log-at-trx-commit=1");
    command.add("--max-connections=550");
    command.add("--max-allowed-packet=64M");
    asOwnUser(command);
    Process process = start(command);
    // Written here, because the database writes its own only when it is up.
    PrivateFiles.write(layout.pidFile(), String.valueOf(process.pid()));
    return process;
  }

  /** MariaDB refuses to run as root without this option. */
  private static void asOwnUser(List<String> command) {
    if ("root".equals(System.getProperty("user.name"))) {
      command.add("--user=root");
    }
  }

  private Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LD_LIBRARY_PATH", binaries.home().resolve("libs").toString());
    builder.directory(layout.folder().toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(layout.log().toFile()));
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  /** Ends the database that a killed server left running. */
  void endOrphan() throws IOException {
    if (!Files.exists(layout.pidFile())) {
      return;
    }
    Optional<ProcessHandle> orphan = Optional.empty();
    String pid = Files.readString(layout.pidFile()).strip();
    if (pid.matches("[0-9]{1,10}")) {
      orphan = ProcessHandle.of(Long.parseLong(pid)).filter(this::isOurs);
    }
    if (orphan.isPresent()) {
      end(orphan.get());
    }
    Files.deleteIfExists(layout.pidFile());
    Files.deleteIfExists(layout.socket());
  }

  /** Ends every process of this database's folder, including those that were started meanwhile. */
  void endAll() {
    List<ProcessHandle> ours = running();
    for (int i = 0; i < ROUNDS && !ours.isEmpty(); i++) {
      ours.forEach(MariaDbPrograms::end);
      ours = running();
    }
  }

  /** Ends a process, by force when it takes too long. */
  static void end(ProcessHandle handle) {
    handle.destroy();
    if (!awaitExit(handle, STOP_TIMEOUT)) {
      handle.destroyForcibly();
      awaitExit(handle, STOP_TIMEOUT);
    }
  }

  private static boolean awaitExit(ProcessHandle handle, Duration limit) {
    try {
      handle.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !handle.isAlive();
    } catch (Exception e) {
      return !handle.isAlive();
    }
  }

  private List<ProcessHandle> running() {
    return ProcessHandle.allProcesses().filter(this::isOurs).toList();
  }

  /** A pid may have been reused: our process has our data folder in its arguments. */
  private boolean isOurs(ProcessHandle handle) {
    return handle
        .info()
        .arguments()
        .map(arguments -> List.of(arguments).contains("--datadir=" + layout.data()))
        .orElse(false);
  }
}
