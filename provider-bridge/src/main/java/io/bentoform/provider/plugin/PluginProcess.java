package io.bentoform.provider.plugin;

import io.bentoform.provider.log.Log;
import io.grpc.BindableService;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/**
 * The lifecycle of a provider process. A host starts it with a cookie in the environment, reads the
 * handshake line from standard output, sends calls and requests shutdown; the process then exits
 * well within the two seconds after which the host kills it. A warm process outlives its hosts.
 */
public final class PluginProcess {

  private final String providerAddress;
  private final Hosts hosts;
  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * Creates a process that serves a provider.
   *
   * @param providerAddress source address as in {@code required_providers}, for reattach
   * @param services the provider's own services
   */
  public PluginProcess(
      String providerAddress,
      List<BindableService> services,
      Map<String, String> environment,
      PrintStream out,
      PrintStream err) {
    this.providerAddress = providerAddress;
    this.hosts = new Hosts(services);
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /** Runs until the host requests shutdown or disconnects; returns the exit code. */
  public int run(List<String> arguments) throws IOException, InterruptedException {
    if (arguments.contains("--debug")) {
      return debug();
    }
    boolean isWarm = arguments.size() == 2 && arguments.getFirst().equals("--warm");
    if (!isWarm && !Handshake.isFromHost(environment)) {
      err.println(
          "This program is a Terraform and OpenTofu provider plugin and is not meant to be run"
              + " directly.\n"
              + "Set its directory in dev_overrides or in a filesystem mirror, or run it with"
              + " --debug to attach Terraform to it.");
      return 1;
    }
    try {
      return isWarm ? new WarmProcess(Path.of(arguments.getLast()), hosts).run() : serve();
    } catch (GeneralSecurityException | ExecutionException e) {
      // The host reports output that starts with "panic:" as a plugin crash.
      err.println("panic: the provider cannot set up TLS: " + e.getMessage());
      return 1;
    }
  }

  private int serve()
      throws IOException, InterruptedException, GeneralSecurityException, ExecutionException {
    ServedHost host = hosts.start(session(Log.from(err, environment)));
    out.println(host.handshakeLine());
    out.flush();
    host.serve();
    return 0;
  }

  private Session session(Log log) {
    return new Session(environment, Path.of("").toAbsolutePath(), log);
  }

  /**
   * Serves every client of this user that attaches, without TLS, each connection with its own
   * session, until Ctrl-C or a call of Shutdown.
   */
  private int debug() throws IOException, InterruptedException {
    Log log = Log.from(err, environment);
    Connections connections = new Connections(() -> session(log));
    CountDownLatch shutdown = new CountDownLatch(1);
    try (PrivateSocket socket = PrivateSocket.create()) {
      Runtime.getRuntime().addShutdownHook(new Thread(socket::close));
      Transport.Listening listening =
          hosts.listen(socket.address(), connections, shutdown::countDown);
      out.println(
          Handshake.reattach(providerAddress, listening.address(), ProcessHandle.current().pid()));
      out.flush();
      try {
        shutdown.await();
      } finally {
        listening.stop();
      }
    }
    return 0;
  }
}
