package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.engine.EndpointGuard;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
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
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway between a real client and real servers in the place of replicas. */
final class GatewayTest {
  private static final EndpointGuard GUARD =
      token -> {
        if (token.matches(Hidden.of("unknown"))) {
          throw new IllegalStateException("the database is not reachable");
        }
        return token.matches(Hidden.of("good"));
      };

  private final Gateway gateway;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  GatewayTest() throws IOException {
    gateway = Ports.any(port -> Gateway.open(InetAddress.getLoopbackAddress(), port, GUARD));
    open.add(gateway);
    open.add(client::shutdownNow);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  /** Talks bytes, where an HTTP server would not do what the test needs. */
  private interface Talk {
    void over(Socket socket) throws IOException;
  }

  private Backend server(Answer answer) throws IOException {
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
    return new Backend(server.getAddress().getPort());
  }

  private Backend raw(Talk talk) throws IOException {
    ServerSocket listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    open.add(listener);
    Thread.ofVirtual()
        .start(
            () -> {
              while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                  talk.over(socket);
                } catch (IOException theClientIsGone) {
                  // The next connection is another client's.
                }
              }
            });
    return new Backend(listener.getLocalPort());
  }

  private static void text(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + gateway.port() + path);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(url(path)).timeout(Duration.ofSeconds(20)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> with(String header, String value)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(url("/"))
            .header(header, value)
            .timeout(Duration.ofSeconds(20))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
    socket.setSoTimeout(20_000);
    open.add(socket);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static String head(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private static String readHead(Socket socket) throws IOException {
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

  @Test
  void requests_of_one_connection_go_to_the_replicas_in_turn() throws Exception {
    gateway.route(
        List.of(
            server(exchange -> text(exchange, "one")), server(exchange -> text(exchange, "two"))));

    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      answers.add(get("/").body());
    }

    assertThat(answers).containsSequence("one", "two").containsSequence("two", "one");
  }

  @Test
  void without_a_ready_replica_the_answer_is_503_and_says_when_to_try_again() throws Exception {
    HttpResponse<String> answer = get("/");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(answer.body()).contains("No replica of this deployment is ready");
  }

  @Test
  void a_protected_endpoint_answers_those_alone_who_have_a_token_and_keeps_it_to_itself()
      throws Exception {
    gateway.route(List.of(server(GatewayTest::credentials)));
    gateway.protect(true);

    HttpResponse<String> without = get("/");
    assertThat(without.statusCode()).isEqualTo(401);
    assertThat(without.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(with("Authorization", "Bearer bad").statusCode()).isEqualTo(401);
    assertThat(with("Authorization", "Bearer good").body()).isEqualTo("null null");
    assertThat(with("X-YATAI-API-TOKEN", "good").body()).isEqualTo("null null");
    assertThat(with("Authorization", "Bearer unknown").statusCode()).isEqualTo(503);

    gateway.protect(false);
    assertThat(with("Authorization", "Basic mine").body()).isEqualTo("Basic mine null");
    assertThat(with("X-YATAI-API-TOKEN", "good").body())
        .as("the command line sends its token to every address")
        .isEqualTo("null null");
  }

  private static void credentials(HttpExchange exchange) throws IOException {
    text(
        exchange,
        exchange.getRequestHeaders().getFirst("Authorization")
            + " "
            + exchange.getRequestHeaders().getFirst("X-YATAI-API-TOKEN"));
  }

  @Test
  void a_replica_that_accepts_no_connection_is_passed_over() throws Exception {
    Backend dead = new Backend(Ports.free());
    gateway.route(List.of(dead, server(exchange -> text(exchange, "alive")), dead));

    for (int i = 0; i < 6; i++) {
      assertThat(get("/").body()).isEqualTo("alive");
    }
  }

  @Test
  void a_replica_that_ends_before_it_answers_gives_502() throws Exception {
    gateway.route(List.of(raw(socket -> readHead(socket))));

    assertThat(get("/").statusCode()).isEqualTo(502);
  }

  @Test
  void a_stream_arrives_piece_by_piece() throws Exception {
    CountDownLatch firstArrived = new CountDownLatch(1);
    gateway.route(
        List.of(
            server(
                exchange -> {
                  exchange.sendResponseHeaders(200, 0);
                  OutputStream body = exchange.getResponseBody();
                  body.write("first\n".getBytes(StandardCharsets.UTF_8));
                  body.flush();
                  await(firstArrived);
                  body.write("second\n".getBytes(StandardCharsets.UTF_8));
                })));

    HttpResponse<InputStream> answer =
        client.send(
            HttpRequest.newBuilder(url("/")).build(), HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("first");
      firstArrived.countDown();
      assertThat(lines.readLine()).isEqualTo("second");
      assertThat(lines.readLine()).isNull();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void large_bodies_go_through_both_ways_unchanged(boolean sized) throws Exception {
    gateway.route(
        List.of(
            server(
                exchange -> {
                  byte[] body = exchange.getRequestBody().readAllBytes();
                  exchange.sendResponseHeaders(200, sized ? body.length : 0);
                  exchange.getResponseBody().write(body);
                })));
    byte[] body = new byte[3_000_000];
    new Random(7).nextBytes(body);
    HttpRequest.BodyPublisher whole = HttpRequest.BodyPublishers.ofByteArray(body);

    for (int i = 0; i < 2; i++) {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(url("/"))
                  .POST(sized ? whole : HttpRequest.BodyPublishers.fromPublisher(whole))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.body()).isEqualTo(body);
    }
  }

  @Test
  void fields_of_one_connection_are_not_passed_on() throws Exception {
    gateway.route(
        List.of(
            server(
                exchange ->
                    text(
                        exchange,
                        exchange.getRequestHeaders().keySet()
                            + " "
                            + exchange.getRequestHeaders().get("Connection")))));
    Socket socket = connect();
    send(
        socket,
        head(
            "GET / HTTP/1.1",
            "Host: a",
            "Connection: X-Hop, keep-alive",
            "X-Hop: 1",
            "Keep-Alive: 5",
            "X-End: 2"));

    assertThat(readHead(socket)).startsWith("HTTP/1.1 200").contains("Connection: keep-alive");
    String seen = new String(socket.getInputStream().readNBytes(30), StandardCharsets.UTF_8);
    assertThat(seen).contains("X-end").doesNotContain("X-hop").doesNotContain("Keep-alive");
  }

  @Test
  void a_head_request_leaves_the_connection_usable() throws Exception {
    gateway.route(
        List.of(
            raw(
                socket -> {
                  boolean head = readHead(socket).startsWith("HEAD");
                  send(
                      socket,
                      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + (head ? "" : "hello"));
                })));
    Socket socket = connect();

    send(socket, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
    assertThat(readHead(socket)).contains("Content-Length: 5");
    send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    readHead(socket);
    assertThat(socket.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: -1",
        "Transfer-Encoding: gzip, chunked",
        "Content-Length : 5",
        "X: 1\r\n folded"
      })
  void a_request_whose_end_is_not_clear_is_refused(String fields) throws Exception {
    gateway.route(List.of(server(exchange -> text(exchange, "reached"))));
    Socket socket = connect();

    send(socket, "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n");

    assertThat(readHead(socket)).startsWith("HTTP/1.1 400");
  }

  @Test
  void an_early_answer_reaches_a_client_that_is_still_sending() throws Exception {
    gateway.route(
        List.of(
            raw(
                socket -> {
                  readHead(socket);
                  send(socket, "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
                })));
    Socket socket = connect();

    send(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nbegin");

    assertThat(readHead(socket)).startsWith("HTTP/1.1 413");
    assertThat(socket.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void a_websocket_is_relayed_both_ways() throws Exception {
    gateway.route(
        List.of(
            raw(
                socket -> {
                  String head = readHead(socket);
                  assertThat(head).contains("Connection: Upgrade").contains("Upgrade: websocket");
                  send(
                      socket,
                      head(
                          "HTTP/1.1 101 Switching Protocols",
                          "Upgrade: websocket",
                          "Connection: Upgrade"));
                  for (int next = socket.getInputStream().read();
                      next >= 0;
                      next = socket.getInputStream().read()) {
                    socket.getOutputStream().write(Character.toUpperCase((char) next));
                  }
                })));
    Socket socket = connect();

    send(
        socket,
        head(
            "GET /ws HTTP/1.1",
            "Host: a",
            "Connection: keep-alive, Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Key: x"));

    assertThat(readHead(socket)).startsWith("HTTP/1.1 101").contains("Upgrade: websocket");
    for (String word : List.of("ping", "pong")) {
      send(socket, word);
      assertThat(socket.getInputStream().readNBytes(4))
          .asString()
          .isEqualTo(word.toUpperCase(Locale.ROOT));
    }
  }

  @Test
  void a_replica_is_idle_only_when_its_last_request_is_answered() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    Backend old =
        server(
            exchange -> {
              arrived.countDown();
              await(finish);
              text(exchange, "old");
            });
    gateway.route(List.of(old));
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            HttpRequest.newBuilder(url("/")).build(), HttpResponse.BodyHandlers.ofString());
    await(arrived);

    gateway.route(List.of(server(exchange -> text(exchange, "new"))));
    assertThat(get("/").body()).isEqualTo("new");
    CompletableFuture<Boolean> idle =
        CompletableFuture.supplyAsync(() -> old.awaitIdle(Duration.ofSeconds(20)));
    assertThat(old.awaitIdle(Duration.ofMillis(50))).isFalse();
    finish.countDown();

    assertThat(answer.get().body()).isEqualTo("old");
    assertThat(idle.get()).isTrue();
  }
}
