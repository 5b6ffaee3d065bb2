package io.bentoform.api.gateway;

import static io.bentoform.api.gateway.GatewayStage.await;
import static io.bentoform.api.gateway.GatewayStage.head;
import static io.bentoform.api.gateway.GatewayStage.readHead;
import static io.bentoform.api.gateway.GatewayStage.send;
import static io.bentoform.api.gateway.GatewayStage.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway makes of the bytes between a client and a replica. */
final class GatewayMessageTest {
  private final GatewayStage stage = new GatewayStage();

  GatewayMessageTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    stage.close();
  }

  @Test
  void a_stream_arrives_piece_by_piece() throws Exception {
    CountDownLatch firstArrived = new CountDownLatch(1);
    stage.route(
        stage.server(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              OutputStream body = exchange.getResponseBody();
              body.write("first\n".getBytes(StandardCharsets.UTF_8));
              body.flush();
              await(firstArrived);
              body.write("second\n".getBytes(StandardCharsets.UTF_8));
            }));

    HttpResponse<InputStream> answer =
        stage.client.send(
            HttpRequest.newBuilder(stage.url("/")).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("first");
      firstArrived.countDown();
      assertThat(lines.readLine()).isEqualTo("second");
      assertThat(lines.readLine()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void large_bodies_go_through_both_ways_unchanged(boolean sized) throws Exception {
    stage.route(
        stage.server(
            exchange -> {
              byte[] body = exchange.getRequestBody().readAllBytes();
              exchange.sendResponseHeaders(200, sized ? body.length : 0);
              exchange.getResponseBody().write(body);
            }));
    byte[] body = new byte[3_000_000];
    new Random(7).nextBytes(body);
    HttpRequest.BodyPublisher whole = HttpRequest.BodyPublishers.ofByteArray(body);

    for (int i = 0; i < 2; i++) {
      HttpResponse<byte[]> answer =
          stage.client.send(
              HttpRequest.newBuilder(stage.url("/"))
                  .POST(sized ? whole : HttpRequest.BodyPublishers.fromPublisher(whole))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.body()).isEqualTo(body);
    }
  }

  @Test
  void fields_of_one_connection_are_not_passed_on() throws Exception {
    stage.route(
        stage.server(
            exchange ->
                text(
                    exchange,
                    exchange.getRequestHeaders().keySet()
                        + " "
                        + exchange.getRequestHeaders().get("Connection"))));
    Socket socket = stage.connect();
    send(
        socket,
        head(
            "GET / HTTP/1.1",
            "Host: a",
            "Connection: X-Hop, keep-alive",
            "X-Hop: 1",
            "Keep-Alive: 5",
            "X-End: 2"));

    assertThat(readHead(socket)).startsWith("HTTP/1.1 200");
    String seen = new String(socket.getInputStream().readNBytes(60), StandardCharsets.UTF_8);
    assertThat(seen).contains("X-end").doesNotContain("X-hop").doesNotContain("Keep-alive");
  }

  @Test
  void a_head_request_leaves_the_connection_usable() throws Exception {
    stage.route(
        stage.raw(
            socket -> {
              boolean head = readHead(socket).startsWith("HEAD");
              send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + (head ? "" : "hello"));
            }));
    Socket socket = stage.connect();

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
    stage.route(stage.server(exchange -> text(exchange, "reached")));
    Socket socket = stage.connect();

    send(socket, "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n");

    assertThat(readHead(socket)).startsWith("HTTP/1.1 400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4\nbody\r\n0\r\n\r\n",
        "4;a\nb\r\nbody\r\n0\r\n\r\n",
        "4\r\nbodyX0\r\n\r\n",
        "4\r\nbody\n0\r\n\r\n"
      })
  void a_chunk_whose_end_is_not_clear_is_refused(String chunks) throws Exception {
    CountDownLatch whole = new CountDownLatch(1);
    stage.route(
        stage.server(
            exchange -> {
              exchange.getRequestBody().readAllBytes();
              whole.countDown();
              text(exchange, "reached");
            }));
    Socket socket = stage.connect();

    send(socket, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);

    assertThat(readHead(socket)).startsWith("HTTP/1.1 400");
    assertThat(socket.getInputStream().readAllBytes()).asString().doesNotContain("HTTP/1.1");
    assertThat(whole.getCount()).isEqualTo(1);
  }

  @Test
  void an_early_answer_reaches_a_client_that_is_still_sending() throws Exception {
    stage.route(
        stage.raw(
            socket -> {
              readHead(socket);
              send(socket, "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
            }));
    Socket socket = stage.connect();

    send(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nbegin");

    assertThat(readHead(socket)).startsWith("HTTP/1.1 413");
    assertThat(socket.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void a_websocket_is_relayed_both_ways() throws Exception {
    stage.route(
        stage.raw(
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
            }));
    Socket socket = stage.connect();

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
}
