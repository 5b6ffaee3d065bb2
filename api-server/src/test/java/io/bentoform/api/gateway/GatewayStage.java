package io.bentoform.api.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.engine.local.process.Ports;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway with servers in the place of replicas, and the clients that call it. */
final class GatewayStage implements Closeable {
  static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final AtomicInteger NEXT_ID = new AtomicInteger();
  private static final EndpointGuard GUARD =
      token -> {
        if (token.matches(Hidden.of("unknown"))) {
          throw new IllegalStateException("the database is not reachable");
        }
        return token.matches(Hidden.of("good"));
      };

  final Gateway gateway;
  final Listener.Port listener;
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final List<String> demands = new CopyOnWriteArrayList<>();
  private final List<Closeable> open = new ArrayList<>();
  private long version;

  GatewayStage() throws IOException {
    this(GatewaySettings.at(InetAddress.getLoopbackAddress()));
  }

  GatewayStage(GatewaySettings settings) throws IOException {
    gateway =
        Gateway.start(
            settings,
            GUARD,
            (deployment, service, label) -> demands.add(deployment + " " + service + " " + label));
    listener = new Listener.Port(Ports.free());
    open.add(gateway::close);
    open.add(client::shutdownNow);
  }

  @Override
  public void close() throws IOException {
    for (Closeable each : open) {
      each.close();
    }
  }

  void opened(Closeable closeable) {
    open.add(closeable);
  }

  /** A route on the port of this stage. */
  RouteDraft draft() {
    return RouteDraft.at(listener);
  }

  void apply(RouteDraft... drafts) {
    List<Route> routes = new ArrayList<>();
    for (RouteDraft draft : drafts) {
      routes.add(draft.route());
    }
    gateway.apply(new Routes(++version, routes));
  }

  void route(Upstream... upstreams) {
    apply(draft().to(upstreams));
  }

  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  /** Talks bytes, where an HTTP server would not do what the test needs. */
  interface Talk {
    void over(Socket socket) throws IOException;
  }

  static Upstream tcp(int port) {
    return new Upstream(
        "u-" + NEXT_ID.incrementAndGet(),
        new UpstreamAddress.Tcp(InetAddress.getLoopbackAddress().getHostAddress(), port));
  }

  Upstream server(Answer answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            answer.to(exchange);
          }
        });
    server.start();
    open.add(() -> server.stop(0));
    return tcp(server.getAddress().getPort());
  }

  /** Answers every connection on a thread of its own. */
  Upstream raw(Talk talk) throws IOException {
    ServerSocket server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    open.add(server);
    Thread.ofVirtual().start(() -> accept(server, talk));
    return tcp(server.getLocalPort());
  }

  private static void accept(ServerSocket server, Talk talk) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual()
            .start(
                () -> {
                  try (socket) {
                    talk.over(socket);
                  } catch (IOException e) {
                    // The next connection is another client's.
                  }
                });
      } catch (IOException e) {
        // Closed at the end of the test.
      }
    }
  }

  static void text(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + listener.port() + path);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(url(path)).timeout(PATIENCE).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> getLater(String path) {
    return client.sendAsync(
        HttpRequest.newBuilder(url(path)).timeout(PATIENCE).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  Load load() {
    return gateway.load(RouteDraft.DEPLOYMENT, RouteDraft.SERVICE);
  }

  HttpResponse<String> with(String header, String value) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(url("/")).header(header, value).timeout(PATIENCE).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    open.add(socket);
    return socket;
  }

  static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  static String head(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  static String readHead(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /** Waits, at most for a while; an interrupt ends the wait. */
  static void await(CountDownLatch latch) {
    try {
      if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("not within " + PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
