package io.bentoform.api.db;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * A MariaDB of our own: its files under one folder, on a loopback port that changes at each start,
 * with one account whose password lies in a file that only its owner reads. {@code root} can enter
 * through the unix socket alone.
 *
 * <p>A server that was killed leaves its database running; the next start finds that process by its
 * pid file and its command line, ends it, and starts anew: the log of InnoDB makes good what was
 * acknowledged.
 */
public final class EmbeddedMariaDb implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
  private static final String ACCOUNT = "bentoform";

  private final Process process;
  private final Address address;

  private EmbeddedMariaDb(Process process, Address address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts the database of this folder, and makes it at the first start.
   *
   * @param bundled where the build unpacked MariaDB
   * @throws IllegalStateException when it does not come up; the message names its log
   */
  public static EmbeddedMariaDb start(Path folder, Path bundled) {
    MariaDbBinaries binaries = MariaDbBinaries.find(bundled);
    MariaDbFolder layout = new MariaDbFolder(folder.toAbsolutePath());
    try {
      PrivateFiles.createFolder(folder);
      endOrphan(layout);
      install(binaries, layout);
      Hidden password = layout.accountPassword();
      int port = freePort();
      Process process = launch(binaries, layout, port, password);
      Address address =
          new Address("jdbc:mariadb://127.0.0.1:" + port + "/bentoform", ACCOUNT, password, true);
      awaitReady(process, address, layout);
      Files.deleteIfExists(layout.initFile());
      return new EmbeddedMariaDb(process, address);
    } catch (IOException e) {
      throw new UncheckedIOException("The database folder " + folder + " cannot be used", e);
    }
  }

  public Address address() {
    return address;
  }

  /** Ends the database cleanly; all that was committed is on disk before and after. */
  @Override
  public void close() {
    end(process.toHandle());
  }

  private static void install(MariaDbBinaries binaries, MariaDbFolder layout) throws IOException {
    if (Files.exists(layout.installed())) {
      return;
    }
    // Without the marker the folder is what an interrupted installation left.
    PrivateFiles.delete(layout.data());
    List<String> command = new ArrayList<>();
    command.add(binaries.installer().toString());
    command.add("--no-defaults");
    command.add("--basedir=" + binaries.home());
    command.add("--datadir=" + layout.data());
    command.add("--auth-root-authentication-method=socket");
    command.add("--auth-root-socket-user=" + System.getProperty("user.name"));
    command.add("--skip-test-db");
    command.add("--skip-name-resolve");
    command.add("--force");
    asOwnUser(command);
    Process installation = start(command, binaries, layout);
    try {
      if (!installation.waitFor(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
          || installation.exitValue() != 0) {
        installation.destroyForcibly();
        throw failure("The database could not be made", layout);
      }
    } catch (InterruptedException e) {
      installation.destroyForcibly();
      Thread.currentThread().interrupt();
      throw failure("Making the database was interrupted", layout);
    }
    PrivateFiles.write(layout.installed(), "");
  }

  private static Process launch(
      MariaDbBinaries binaries, MariaDbFolder layout, int port, Hidden password)
      throws IOException {
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
    command.add("--socket=" + layout.socket());
    command.add("--init-file=" + layout.initFile());
    command.add("--bind-address=127.0.0.1");
    command.add("--port=" + port);
    command.add("--skip-name-resolve");
    // TLS on loopback would cost the making of keys at each start.
    command.add("--skip-ssl");
    command.add("--character-set-server=utf8mb4");
    command.add("--collation-server=utf8mb4_nopad_bin");
    command.add("--innodb-flush-log-at-trx-commit=1");
    command.add("--max-connections=550");
    command.add("--max-allowed-packet=64M");
    asOwnUser(command);
    Process process = start(command, binaries, layout);
    // At once, and not by the database when it is up: until then it would be an orphan unknown.
    PrivateFiles.write(layout.pidFile(), String.valueOf(process.pid()));
    return process;
  }

  /** MariaDB refuses to run as root unless it is told to. */
  private static void asOwnUser(List<String> command) {
    if ("root".equals(System.getProperty("user.name"))) {
      command.add("--user=root");
    }
  }

  private static Process start(List<String> command, MariaDbBinaries binaries, MariaDbFolder layout)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LD_LIBRARY_PATH", binaries.home().resolve("libs").toString());
    builder.directory(layout.folder().toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(layout.log().toFile()));
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private static void awaitReady(Process process, Address address, MariaDbFolder layout)
      throws IOException {
    Instant deadline = Instant.now().plus(START_TIMEOUT);
    while (Instant.now().isBefore(deadline)) {
      if (!process.isAlive()) {
        throw failure("The database ended while starting", layout);
      }
      if (answers(address)) {
        return;
      }
      try {
        if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
          throw failure("The database ended while starting", layout);
        }
      } catch (InterruptedException e) {
        end(process.toHandle());
        Thread.currentThread().interrupt();
        throw failure("The start of the database was interrupted", layout);
      }
    }
    end(process.toHandle());
    throw failure("The database did not answer within " + START_TIMEOUT.toSeconds() + " s", layout);
  }

  private static boolean answers(Address address) {
    Properties credentials = new Properties();
    credentials.setProperty("user", address.user());
    credentials.setProperty("password", address.password().reveal());
    credentials.setProperty("connectTimeout", "1000");
    try (Connection connection = DriverManager.getConnection(address.url(), credentials)) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private static void endOrphan(MariaDbFolder layout) throws IOException {
    if (!Files.exists(layout.pidFile())) {
      return;
    }
    Optional<ProcessHandle> orphan = Optional.empty();
    String pid = Files.readString(layout.pidFile()).strip();
    if (pid.matches("[0-9]{1,10}")) {
      orphan = ProcessHandle.of(Long.parseLong(pid)).filter(handle -> isOurs(handle, layout));
    }
    if (orphan.isPresent()) {
      end(orphan.get());
    }
    Files.deleteIfExists(layout.pidFile());
    Files.deleteIfExists(layout.socket());
  }

  /** A pid may have gone to another program meanwhile: ours names our data folder. */
  private static boolean isOurs(ProcessHandle handle, MariaDbFolder layout) {
    return handle
        .info()
        .arguments()
        .map(arguments -> List.of(arguments).contains("--datadir=" + layout.data()))
        .orElse(false);
  }

  private static void end(ProcessHandle handle) {
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

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static IllegalStateException failure(String what, MariaDbFolder layout) {
    return new IllegalStateException(what + ". Its log is " + layout.log());
  }
}
