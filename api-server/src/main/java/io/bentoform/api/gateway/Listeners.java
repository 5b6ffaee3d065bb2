package io.bentoform.api.gateway;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The open listeners of a gateway. Used under the lock of the gateway. */
final class Listeners {
  /** Stands for the one listener that all internal routes share. */
  static final Listener INTERNAL = new Listener.Internal("");

  private static final System.Logger LOG = System.getLogger(Listeners.class.getName());
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int BACKLOG = 4096;

  private final Vertx vertx;
  private final GatewaySettings settings;
  private final RequestRouter router;
  private final ClientConnections connections;
  private final int eventLoops;
  private final Map<Listener, String> open = new HashMap<>();

  Listeners(
      Vertx vertx,
      GatewaySettings settings,
      RequestRouter router,
      ClientConnections connections,
      int eventLoops) {
    this.vertx = vertx;
    this.settings = settings;
    this.router = router;
    this.connections = connections;
    this.eventLoops = eventLoops;
  }

  /** What is opened so that a route is reached. */
  static Listener opened(Listener listener) {
    return listener instanceof Listener.Internal ? INTERNAL : listener;
  }

  /** A server for each event loop; they share the address and its connections. */
  private final class Server extends VerticleBase {
    private final Listener listener;
    private final HttpServer server;

    Server(Listener listener) {
      this.listener = listener;
      this.server = Listeners.this.vertx.createHttpServer(options(listener));
    }

    @Override
    public Future<?> start() {
      return server
          .requestHandler(request -> router.handle(listener, request))
          .connectionHandler(connections::makeStrict)
          .invalidRequestHandler(router::handleInvalid)
          .exceptionHandler(
              failure -> LOG.log(System.Logger.Level.DEBUG, "A connection ended: {0}", failure))
          .listen(address(listener));
    }

    @Override
    public Future<?> stop() {
      return server.close();
    }
  }

  private HttpServerOptions options(Listener listener) {
    HttpServerOptions options = options(settings.limits());
    if (listener instanceof Listener.UnixSocket || listener instanceof Listener.Internal) {
      // Between services HTTP/1.1 is spoken; its connections are strict because of this.
      return options.setHttp2ClearTextEnabled(false);
    }
    settings
        .certificate()
        .ifPresent(
            manager ->
                options
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(KeyCertOptions.wrap(manager)));
    return options;
  }

  static HttpServerOptions options(GatewaySettings.Limits limits) {
    return new HttpServerOptions()
        .setMaxHeaderSize(limits.headBytes())
        .setMaxInitialLineLength(limits.headBytes())
        .setMaxChunkSize(64 * 1024)
        .setAcceptBacklog(BACKLOG)
        .setCompressionSupported(false)
        .setHandle100ContinueAutomatically(false);
  }

  private SocketAddress address(Listener listener) {
    return switch (listener) {
      case Listener.Port(int port) -> tcp(port);
      case Listener.HostName() -> tcp(settings.hostNames().orElseThrow().port());
      case Listener.Internal(String ignored) -> tcp(settings.internalPort().orElseThrow());
      case Listener.UnixSocket(Path path) -> SocketAddress.domainSocketAddress(path.toString());
    };
  }

  private SocketAddress tcp(int port) {
    return SocketAddress.inetSocketAddress(port, settings.address().getHostAddress());
  }

  /** Opens what is new and closes what is gone; the problems, one line each. */
  List<String> replace(Set<Listener> wanted) {
    Set<Listener> gone = new HashSet<>(open.keySet());
    gone.removeAll(wanted);
    gone.forEach(this::close);
    return wanted.stream()
        .filter(listener -> !open.containsKey(listener))
        .map(this::open)
        .filter(problem -> !problem.isEmpty())
        .toList();
  }

  private String open(Listener listener) {
    try {
      if (listener instanceof Listener.HostName && settings.hostNames().isEmpty()) {
        return "there is no listener for host names";
      }
      if (listener instanceof Listener.Internal && settings.internalPort().isEmpty()) {
        return "there is no listener for calls between services";
      }
      if (listener instanceof Listener.UnixSocket(Path path)) {
        Files.deleteIfExists(path);
      }
      DeploymentOptions copies = new DeploymentOptions().setInstances(eventLoops);
      open.put(listener, await(vertx.deployVerticle(() -> new Server(listener), copies)));
      return "";
    } catch (IOException e) {
      return "%s cannot be opened: %s".formatted(text(listener), e.getMessage());
    }
  }

  private void close(Listener listener) {
    try {
      await(vertx.undeploy(open.remove(listener)));
      if (listener instanceof Listener.UnixSocket(Path path)) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, text(listener) + " could not be closed", e);
    }
  }

  private String text(Listener listener) {
    return switch (listener) {
      case Listener.Port(int port) -> "port " + port;
      case Listener.HostName() -> "port " + settings.hostNames().orElseThrow().port();
      case Listener.Internal(String ignored) -> "port " + settings.internalPort().orElseThrow();
      case Listener.UnixSocket(Path path) -> "socket " + path;
    };
  }

  static <T> T await(Future<T> future) throws IOException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause() == null ? "" : e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IOException("no end within " + LIMIT.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
