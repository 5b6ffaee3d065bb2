package io.bentoform.api.gateway;

import static io.bentoform.api.gateway.GatewayStage.readHead;
import static io.bentoform.api.gateway.GatewayStage.send;
import static io.bentoform.api.gateway.GatewayStage.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bentoform.api.Eventually;
import io.bentoform.api.engine.local.process.Ports;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the gateway listens and how it reaches replicas. */
final class GatewayListenerTest {
  private static final GatewaySettings LOOPBACK =
      GatewaySettings.at(InetAddress.getLoopbackAddress());

  private final int sharedPort = Ports.free();
  private final GatewayStage stage =
      new GatewayStage(
          LOOPBACK
              .with(new GatewaySettings.HostNames(sharedPort, "example.org"))
              .with(
                  new GatewaySettings.Limits(
                      64 * 1024, 5, Duration.ofMillis(700), Duration.ofMillis(700))));
  private final Vertx vertx = Vertx.vertx();

  private final HttpClientAgent client = vertx.createHttpClient();
  private final Path folder;

  GatewayListenerTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
  }

  @AfterEach
  void close() throws IOException {
    stage.close();
    vertx.close().await();
  }

  @Test
  void a_replica_is_reached_over_a_unix_socket() throws Exception {
    stage.route(unixServer("replica"));

    assertThat(stage.get("/").body()).isEqualTo("replica");
  }

  @Test
  void a_probe_is_answered_by_the_replica_itself() throws Exception {
    Upstream ready = unixServer("ready");
    Upstream failing =
        stage.server(
            exchange -> {
              exchange.sendResponseHeaders(500, -1);
            });
    Upstream absent =
        new Upstream("x", new UpstreamAddress.UnixSocket(folder.resolve("absent.sock")));

    assertThat(stage.gateway.answers(ready, "/readyz", Duration.ofSeconds(5))).isTrue();
    assertThat(stage.gateway.answers(failing, "/readyz", Duration.ofSeconds(5))).isFalse();
    assertThat(stage.gateway.answers(absent, "/readyz", Duration.ofSeconds(5))).isFalse();
  }

  @Test
  void services_call_each_other_over_a_unix_socket_without_a_token() throws Exception {
    Path socket = folder.resolve("service.sock");
    Files.createFile(socket);
    stage.apply(
        RouteDraft.at(new Listener.UnixSocket(socket)).isProtected().to(unixServer("inner")),
        stage.draft().isProtected().to(unixServer("inner")));

    assertThat(overUnix(socket)).isEqualTo("inner");
    assertThat(stage.get("/").statusCode()).isEqualTo(401);

    stage.apply();
    assertThat(socket).doesNotExist();
  }

  private Upstream unixServer(String answer) throws IOException {
    Path socket = Files.createTempFile(folder, "u", ".sock");
    Files.delete(socket);
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().end(answer))
            .listen(SocketAddress.domainSocketAddress(socket.toString()))
            .await();
    stage.opened(() -> server.close().await());
    return new Upstream(socket.toString(), new UpstreamAddress.UnixSocket(socket));
  }

  private String overUnix(Path socket) {
    return client
        .request(
            new RequestOptions()
                .setServer(SocketAddress.domainSocketAddress(socket.toString()))
                .setHost("service")
                .setPort(80))
        .compose(request -> request.send())
        .compose(response -> response.body())
        .map(Buffer::toString)
        .await();
  }

  @Test
  void deployments_share_a_listener_by_host_name() throws Exception {
    stage.apply(
        named("one", stage.server(exchange -> text(exchange, "first"))),
        named("two", stage.server(exchange -> text(exchange, "second"))));

    assertThat(fromHost("one.example.org", "/")).startsWith("HTTP/1.1 200").endsWith("first");
    assertThat(fromHost("TWO.example.org:" + sharedPort, "/")).endsWith("second");
    assertThat(fromHost("three.example.org", "/"))
        .startsWith("HTTP/1.1 404")
        .contains("No deployment has this host name");
    assertThat(fromHost("three.example.org", "/livez")).startsWith("HTTP/1.1 404");
    assertThat(fromHost("127.0.0.1", "/livez")).startsWith("HTTP/1.1 200");
    assertThat(fromHost("127.0.0.1", "/")).startsWith("HTTP/1.1 404");
  }

  private static RouteDraft named(String name, Upstream replica) {
    return RouteDraft.at(new Listener.HostName()).of("uid-" + name, name).to(replica);
  }

  private String fromHost(String host, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sharedPort)) {
      send(
          socket,
          GatewayStage.head("GET " + path + " HTTP/1.1", "Host: " + host, "Connection: close"));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void a_taken_port_is_named_and_does_not_hold_up_the_other_routes() throws Exception {
    RouteDraft free = stage.draft().to(stage.server(exchange -> text(exchange, "served")));
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
      assertThatThrownBy(() -> stage.apply(other(port), free))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("port " + port);
      assertThat(stage.get("/").body()).isEqualTo("served");
    }

    stage.apply(other(port), free);
    assertThat(Ports.isFree(port)).isFalse();
  }

  private static RouteDraft other(int port) {
    return RouteDraft.at(new Listener.Port(port)).of("d-2", "other").to();
  }

  @Test
  void older_routes_are_ignored() throws Exception {
    stage.route(stage.server(exchange -> text(exchange, "new")));

    stage.gateway.apply(new Routes(0, List.of()));

    assertThat(stage.get("/").body()).isEqualTo("new");
  }

  @Test
  void a_client_that_sends_its_head_too_slowly_is_disconnected() throws Exception {
    stage.route(stage.server(exchange -> text(exchange, "ok")));
    Socket socket = stage.connect();
    long start = System.nanoTime();

    int sent = 0;
    try {
      send(socket, "GET / HTTP/1.1\r\nX: ");
      while (socket.getInputStream().available() == 0 && sent < 200) {
        send(socket, "x");
        sent++;
        assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(15).toNanos());
        if (isClosed(socket)) {
          break;
        }
      }
    } catch (IOException e) {
      // Closed while it was sending.
    }

    assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(500).toNanos());
    assertThat(sent).isLessThan(200);
  }

  private static boolean isClosed(Socket socket) throws IOException {
    socket.setSoTimeout(50);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Test
  void a_client_that_stops_sending_its_body_is_answered_and_disconnected() throws Exception {
    stage.route(
        stage.server(
            exchange -> {
              exchange.getRequestBody().readAllBytes();
              text(exchange, "ok");
            }));
    Socket socket = stage.connect();

    send(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");

    assertThat(readHead(socket)).startsWith("HTTP/1.1 408");
    socket.getInputStream().readAllBytes();
    Eventually.holds("it is over", () -> stage.load().inFlight() == 0);
  }

  @Test
  void a_client_that_does_not_read_is_disconnected() throws Exception {
    byte[] large = new byte[50_000_000];
    stage.route(
        stage.server(
            exchange -> {
              exchange.sendResponseHeaders(200, large.length);
              exchange.getResponseBody().write(large);
            }));
    Socket socket = stage.connect();

    send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");

    Eventually.holds("it began", () -> stage.load().inFlight() == 1);
    Eventually.holds("it is over", () -> stage.load().inFlight() == 0);
  }

  @Test
  void connections_beyond_the_limit_are_closed() throws Exception {
    stage.route(stage.server(exchange -> text(exchange, "ok")));
    List<Socket> open = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Socket socket = stage.connect();
      send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(readHead(socket)).startsWith("HTTP/1.1 200");
      open.add(socket);
    }

    assertThat(stage.connect().getInputStream().read()).isEqualTo(-1);
    assertThat(open).hasSize(5);
  }
}
