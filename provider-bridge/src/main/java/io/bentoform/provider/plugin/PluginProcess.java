package io.bentoform.provider.plugin;

import io.bentoform.provider.log.Log;
import io.grpc.BindableService;
import java.io.IOException;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The lifecycle of a provider process. A host starts it with a cookie in the environment, reads the
 * handshake line from standard output, sends calls and requests shutdown; the process then exits
 * well within the two seconds after which the host kills it.
 */
public final class PluginProcess {

  /** How long to wait for the host to connect after the handshake line. */
  private static final Duration FIRST_CONNECTION = Duration.ofSeconds(60);

  /** How long to wait for a reconnect after the last connection has closed. */
  private static final Duration RECONNECT = Duration.ofSeconds(2);

  /** How long to wait for the host to disconnect after Shutdown. */
  private static final Duration HANG_UP = Duration.ofMillis(500);

  /** How long to wait for calls in flight after the host has disconnected. */
  private static final Duration FINISH = Duration.ofSeconds(30);

  private final String providerAddress;
  private final List<BindableService> services;
  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;
  private final Transport transport = new OkHttpTransport();

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
    this.services = services;
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /** Runs until the host requests shutdown or disconnects; returns the exit code. */
  public int run(List<String> arguments) throws IOException, InterruptedException {
    if (arguments.contains("--debug")) {
      return debug();
    }
    if (!Handshake.isFromHost(environment)) {
      err.println(
          "This program is a Terraform and OpenTofu provider plugin and is not meant to be run"
              + " directly.\n"
              + "Set its directory in dev_overrides or in a filesystem mirror, or run it with"
              + " --debug to attach Terraform to it.");
      return 1;
    }
    try {
      return serve();
    } catch (GeneralSecurityException | ExecutionException e) {
      // The host reports output that starts with "panic:" as a plugin crash.
      err.println("panic: the provider cannot set up TLS: " + e.getMessage());
      return 1;
    }
  }

  private int serve()
      throws IOException, InterruptedException, GeneralSecurityException, ExecutionException {
    Session session = new Session(environment, Log.from(err, environment));
    Connections connections = new Connections(() -> session);
    CompletableFuture<Void> shutdown = new CompletableFuture<>();
    Transport.MutualTls tls = mutualTls();
    Transport.Listening listening =
        transport.listen(tls, connections, all(() -> shutdown.complete(null)));
    out.println(
        Handshake.line(listening.address(), tls == null ? null : tls.identity(), environment));
    out.flush();
    watch(connections, session, shutdown);
    try {
      shutdown.get();
    } finally {
      connections.awaitNone(HANG_UP);
      listening.stop();
    }
    return 0;
  }

  /** Parses the client certificate on another thread while the key is generated. */
  private Transport.@Nullable MutualTls mutualTls()
      throws GeneralSecurityException, ExecutionException, InterruptedException {
    String pem = environment.getOrDefault("PLUGIN_CLIENT_CERT", "");
    if (pem.isEmpty()) {
      return null;
    }
    FutureTask<X509Certificate> host = new FutureTask<>(() -> TlsIdentity.parsePem(pem));
    Thread.ofPlatform().daemon().name("host-certificate").start(host);
    TlsIdentity identity = TlsIdentity.create();
    return new Transport.MutualTls(identity, host.get());
  }

  /** Shuts down when the host disconnects without a Shutdown call, as after kill -9. */
  private static void watch(
      Connections connections, Session session, CompletableFuture<Void> shutdown) {
    Thread.ofPlatform()
        .daemon()
        .name("host-watch")
        .start(
            () -> {
              try {
                if (connections.awaitFirst(FIRST_CONNECTION)) {
                  do {
                    awaitNone(connections);
                  } while (connections.awaitReconnect(RECONNECT));
                  awaitCalls(session);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                shutdown.complete(null);
              }
            });
  }

  private static void awaitNone(Connections connections) throws InterruptedException {
    while (!connections.awaitNone(Duration.ofHours(1))) {
      // the host is still connected
    }
  }

  private static void awaitCalls(Session session) throws InterruptedException {
    long deadline = System.nanoTime() + FINISH.toNanos();
    while (session.callsInFlight() > 0 && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
  }

  /** Serves every client that attaches, without TLS, each connection with its own session. */
  private int debug() throws IOException, InterruptedException {
    Log log = Log.from(err, environment);
    Connections connections = new Connections(() -> new Session(environment, log));
    CompletableFuture<Void> shutdown = new CompletableFuture<>();
    Transport.Listening listening =
        transport.listen(null, connections, all(() -> shutdown.complete(null)));
    out.println(
        Handshake.reattach(providerAddress, listening.address(), ProcessHandle.current().pid()));
    out.flush();
    try {
      shutdown.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    listening.stop();
    return 0;
  }

  private List<BindableService> all(Runnable onShutdown) {
    List<BindableService> all = new ArrayList<>(services);
    all.add(new ControllerService(onShutdown));
    all.add(new IdleStreams.BrokerService());
    all.add(new IdleStreams.StdioService());
    all.add(new HealthService());
    return all;
  }
}
