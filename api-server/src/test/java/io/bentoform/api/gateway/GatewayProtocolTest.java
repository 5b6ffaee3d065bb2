package io.bentoform.api.gateway;

import static io.bentoform.api.gateway.GatewayStage.await;
import static io.bentoform.api.gateway.GatewayStage.head;
import static io.bentoform.api.gateway.GatewayStage.readHead;
import static io.bentoform.api.gateway.GatewayStage.send;
import static io.bentoform.api.gateway.GatewayStage.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Eventually;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What passes through the gateway beside plain requests. */
final class GatewayProtocolTest {
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final GatewayStage stage = new GatewayStage();
  private final Vertx vertx = Vertx.vertx();

  GatewayProtocolTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    stage.close();
    vertx.close().await();
  }

  @Test
  void messages_of_a_websocket_arrive_both_ways() throws Exception {
    HttpServer echo =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
            .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
            .listen()
            .await();
    stage.opened(() -> echo.close().await());
    stage.route(GatewayStage.tcp(echo.actualPort()));
    LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
    WebSocket socket =
        stage
            .client
            .newWebSocketBuilder()
            .buildAsync(
                URI.create("ws://127.0.0.1:" + stage.listener.port() + "/ws"),
                new Messages(messages))
            .get();

    for (String word : new String[] {"one", "two".repeat(30_000)}) {
      socket.sendText(word, true).get();
      assertThat(messages.poll(20, TimeUnit.SECONDS)).isEqualTo(word);
    }
    assertThat(stage.load().inFlight()).isEqualTo(1);
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get();
    Eventually.holds("it is over", () -> stage.load().inFlight() == 0);
  }

  private record Messages(LinkedBlockingQueue<String> queue, StringBuilder part)
      implements WebSocket.Listener {
    Messages(LinkedBlockingQueue<String> queue) {
      this(queue, new StringBuilder());
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        queue.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return CompletableFuture.completedStage(null);
    }
  }

  @Test
  void an_upgrade_that_a_replica_refuses_is_answered_as_it_says() throws Exception {
    stage.route(
        stage.raw(
            socket -> {
              readHead(socket);
              send(socket, "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
            }));
    Socket socket = stage.connect();

    send(socket, head("GET /ws HTTP/1.1", "Host: a", "Connection: Upgrade", "Upgrade: websocket"));

    assertThat(readHead(socket)).startsWith("HTTP/1.1 403");
    assertThat(socket.getInputStream().readNBytes(2)).asString().isEqualTo("no");
  }

  @Test
  void events_of_a_server_arrive_one_by_one() throws Exception {
    CountDownLatch firstArrived = new CountDownLatch(1);
    stage.route(
        stage.server(
            exchange -> {
              exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
              exchange.sendResponseHeaders(200, 0);
              OutputStream body = exchange.getResponseBody();
              body.write("data: 1\n\n".getBytes(StandardCharsets.UTF_8));
              body.flush();
              await(firstArrived);
              body.write("data: 2\n\n".getBytes(StandardCharsets.UTF_8));
            }));
    var answer =
        stage.client.send(
            HttpRequest.newBuilder(stage.url("/")).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("data: 1");
      firstArrived.countDown();
      assertThat(lines.lines()).contains("data: 2");
    }
  }

  @Test
  void the_head_of_a_stream_arrives_before_its_first_part() throws Exception {
    CountDownLatch headArrived = new CountDownLatch(1);
    stage.route(
        stage.raw(
            socket -> {
              readHead(socket);
              send(socket, CHUNKED);
              await(headArrived);
              send(socket, "2\r\nok\r\n0\r\n\r\n");
            }));
    Socket socket = stage.connect();
    send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");

    assertThat(readHead(socket)).startsWith("HTTP/1.1 200");
    headArrived.countDown();
    assertThat(socket.getInputStream().readNBytes(7)).asString().isEqualTo("2\r\nok\r\n");
  }

  @Test
  void trailers_of_a_response_are_passed_on() throws Exception {
    stage.route(
        stage.raw(
            socket -> {
              readHead(socket);
              send(socket, CHUNKED + "2\r\nok\r\n0\r\nChecksum: 7\r\n\r\n");
            }));
    Socket socket = stage.connect();

    send(socket, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .containsIgnoringCase("checksum: 7");
  }

  @Test
  void a_client_sends_its_body_when_the_replica_says_continue() throws Exception {
    stage.route(
        stage.raw(
            socket -> {
              assertThat(readHead(socket)).containsIgnoringCase("expect: 100-continue");
              send(socket, "HTTP/1.1 100 Continue\r\n\r\n");
              byte[] body = socket.getInputStream().readNBytes(4);
              send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
              socket.getOutputStream().write(body);
            }));
    Socket socket = stage.connect();

    send(socket, head("POST / HTTP/1.1", "Host: a", "Expect: 100-continue", "Content-Length: 4"));
    assertThat(readHead(socket)).startsWith("HTTP/1.1 100");
    send(socket, "body");

    assertThat(readHead(socket)).startsWith("HTTP/1.1 200");
    assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("body");
  }

  @Test
  void a_replica_sees_at_once_that_the_client_has_left() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    stage.route(
        stage.raw(
            socket -> {
              readHead(socket);
              arrived.countDown();
              if (socket.getInputStream().read() < 0) {
                left.countDown();
              }
            }));
    Socket socket = stage.connect();
    send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    await(arrived);

    socket.close();

    assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
    Eventually.holds("it is over", () -> stage.load().inFlight() == 0);
  }

  @Test
  void a_response_that_ends_early_is_not_taken_for_the_whole() throws Exception {
    stage.route(
        stage.raw(
            socket -> {
              readHead(socket);
              send(socket, CHUNKED + "2\r\nok\r\n");
            }));
    Socket socket = stage.connect();

    send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");

    assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .doesNotContain("0\r\n\r\n");
  }

  @Test
  void a_replica_that_does_not_answer_in_time_gives_504() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    stage.apply(
        stage
            .draft()
            .timeout(Duration.ofMillis(300))
            .to(
                stage.raw(
                    socket -> {
                      readHead(socket);
                      if (socket.getInputStream().read() < 0) {
                        ended.countDown();
                      }
                    })));

    assertThat(stage.get("/").statusCode()).isEqualTo(504);
    assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_connection_that_the_replica_has_just_closed_is_replaced_by_another() throws Exception {
    stage.route(
        stage.raw(
            socket -> {
              readHead(socket);
              send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
              // The next request on this connection gets no answer.
              readHead(socket);
            }));

    for (int i = 0; i < 4; i++) {
      assertThat(stage.get("/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_replica_learns_the_truth_about_the_client() throws Exception {
    stage.route(stage.server(exchange -> text(exchange, exchange.getRequestHeaders().toString())));
    Socket socket = stage.connect();

    send(
        socket,
        head(
            "GET / HTTP/1.1",
            "Host: models.example.org",
            "X-Forwarded-For: 6.6.6.6",
            "X-Forwarded-Proto: https",
            "Forwarded: for=6.6.6.6",
            "Connection: close"));

    assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("X-forwarded-for=[127.0.0.1]")
        .contains("X-forwarded-proto=[http]")
        .contains("X-forwarded-host=[models.example.org]")
        .contains("Forwarded=[for=127.0.0.1;host=\"models.example.org\";proto=http]")
        .doesNotContain("6.6.6.6");
  }

  @Test
  void an_http_1_0_client_gets_a_stream_that_ends_with_the_connection() throws Exception {
    stage.route(
        stage.raw(
            socket -> {
              readHead(socket);
              send(socket, CHUNKED + "2\r\nok\r\n0\r\n\r\n");
            }));
    Socket socket = stage.connect();

    send(socket, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

    assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .endsWith("\r\n\r\nok");
  }
}
