package io.bentoform.api.db;

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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An embedded MariaDB: its files are in one folder; it listens on a loopback port that changes at
 * each start, with one account whose password is in a file that only its owner can read. {@code
 * root} can connect only through the Unix socket.
 *
 * <p>A server that was killed leaves its database running; the next start finds that process by its
 * pid file and its command line, ends it, and restarts it: InnoDB recovers all committed
 * transactions. A database that exits unexpectedly is restarted on the same port.
 */
public final class EmbeddedMariaDb implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EmbeddedMariaDb.class.getName());
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  /** With more restarts within {@link #CALM} the server gives up. */
  private static final int RESTARTS = 5;

  private static final Duration CALM = Duration.ofMinutes(5);
  private static final String ACCOUNT = "bentoform";

  private final Path folder;
  private final MariaDbFolder layout;
  private final MariaDbPrograms programs;
  private final Consumer<String> lost;
  private final Deque<Instant> restarts = new ArrayDeque<>();
  private @Nullable Process process;
  private boolean closed;

  /**
   * Starts nothing yet, so that it can be closed during start-up.
   *
   * @param folder of all its files
   * @param bundled where the build unpacked MariaDB
   * @param lost receives a message for users when the database exited and cannot be restarted
   */
  public EmbeddedMariaDb(Path folder, Path bundled, Consumer<String> lost) {
    this.folder = folder;
    this.layout = new MariaDbFolder(folder.toAbsolutePath());
    this.programs = new MariaDbPrograms(MariaDbBinaries.find(bundled), layout);
    this.lost = lost;
  }

  /**
   * Starts the database, and creates it at the first start.
   *
   * @return its address until it is closed
   * @throws IllegalStateException when it does not start; the message names its log
   */
  public Address start() {
    try {
      PrivateFiles.createFolder(folder);
      programs.endOrphan();
      programs.install(this::spawn);
      int port = freePort();
      Address address =
          new Address(
              "jdbc:mariadb://127.0.0.1:" + port + "/bentoform",
              ACCOUNT,
              layout.accountPassword(),
              true);
      Process first = launch(address, port);
      Thread.ofVirtual().name("database-watch").start(() -> watch(first, address, port));
      return address;
    } catch (IOException e) {
      throw new UncheckedIOException("The database folder " + folder + " cannot be used", e);
    }
  }

  /** Starts a process that {@link #close} ends, unless it has been closed. */
  private synchronized Process spawn(MariaDbPrograms.Spawn start) throws IOException {
    if (closed) {
      throw layout.failure("The start of the database was interrupted");
    }
    Process started = start.process();
    process = started;
    return started;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private Process launch(Address address, int port) throws IOException {
    Process started = spawn(() -> programs.launch(port, address.password()));
    awaitReady(started, address);
    Files.deleteIfExists(layout.initFile());
    return started;
  }

  private void watch(Process first, Address address, int port) {
    try {
      Process current = first;
      while (true) {
        int code = current.waitFor();
        if (isClosed()) {
          return;
        }
        LOG.log(
            Level.SEVERE,
            "The embedded database exited with code {0} and is restarted. Its log is {1}",
            new Object[] {code, layout.log()});
        requireCalm();
        current = launch(address, port);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      if (!isClosed()) {
        lost.accept(
            "The embedded database exited and cannot be restarted. "
                + e.getMessage()
                + ". Fix the cause, then start the server again.");
      }
    }
  }

  private void requireCalm() {
    Instant now = Instant.now();
    restarts.add(now);
    restarts.removeIf(restart -> restart.isBefore(now.minus(CALM)));
    if (restarts.size() > RESTARTS) {
      throw layout.failure(
          "It exited " + restarts.size() + " times in " + CALM.toMinutes() + " minutes");
    }
  }

  /** Stops the database cleanly. */
  @Override
  public void close() {
    Process running;
    synchronized (this) {
      closed = true;
      running = process;
    }
    if (running != null) {
      MariaDbPrograms.end(running.toHandle());
      // The installer is a script, which may have started a database process.
      programs.endAll();
    }
  }

  private void awaitReady(Process started, Address address) {
    Instant deadline = Instant.now().plus(START_TIMEOUT);
    try {
      while (Instant.now().isBefore(deadline)) {
        if (answers(address)) {
          return;
        }
        if (started.waitFor(50, TimeUnit.MILLISECONDS)) {
          throw layout.failure("The database exited while starting");
        }
      }
    } catch (InterruptedException e) {
      MariaDbPrograms.end(started.toHandle());
      Thread.currentThread().interrupt();
      throw layout.failure("The start of the database was interrupted");
    }
    MariaDbPrograms.end(started.toHandle());
    throw layout.failure("The database did not answer within " + START_TIMEOUT.toSeconds() + " s");
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

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
