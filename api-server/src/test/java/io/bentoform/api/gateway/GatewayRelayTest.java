package io.bentoform.api.gateway;

import static io.bentoform.api.gateway.GatewayStage.await;
import static io.bentoform.api.gateway.GatewayStage.head;
import static io.bentoform.api.gateway.GatewayStage.readHead;
import static io.bentoform.api.gateway.GatewayStage.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every reverse proxy does between a client and a replica: the gateway does as nginx does. */
@ParameterizedClass
@EnumSource(ConformanceProxy.class)
final class GatewayRelayTest extends ConformanceTest {
  GatewayRelayTest(ConformanceProxy kind) throws IOException {
    super(kind);
  }

  @Test
  void a_replica_that_closes_without_an_answer_gives_502() throws Exception {
    talk = GatewayStage::readHead;
    Socket socket = connect();

    send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");

    assertThat(readHead(socket)).startsWith("HTTP/1.1 502");
  }

  @Test
  void a_replica_that_talks_nonsense_gives_502() throws Exception {
    assumeTrue(kind == ConformanceProxy.GATEWAY, "nginx takes it for HTTP/0.9");
    talk =
        socket -> {
          readHead(socket);
          send(socket, "SSH-2.0-what\r\n\r\n");
        };
    Socket socket = connect();

    send(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");

    assertThat(readHead(socket)).startsWith("HTTP/1.1 502");
  }

  @Test
  void a_response_that_ends_with_the_connection_arrives_whole() throws Exception {
    talk =
        socket -> {
          readHead(socket);
          send(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it");
        };
    Socket socket = connect();

    send(socket, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertThat(rest(socket)).contains("all of it");
  }

  @Test
  void a_response_shorter_than_announced_is_not_taken_for_the_whole() throws Exception {
    talk =
        socket -> {
          readHead(socket);
          send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        };
    Socket socket = connect();

    send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");

    assertThat(readHead(socket)).startsWith("HTTP/1.1 200");
    assertThat(rest(socket)).isIn("half", "");
  }

  @Test
  void parts_of_a_request_reach_the_replica_while_the_rest_is_to_come() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    talk =
        socket -> {
          readHead(socket);
          socket.getInputStream().readNBytes(5);
          first.countDown();
          socket.getInputStream().readNBytes(5);
          send(socket, OK);
        };
    Socket socket = connect();

    send(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nfirst");
    assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
    send(socket, "again");

    assertThat(readHead(socket)).startsWith("HTTP/1.1 200");
  }

  @Test
  void an_early_answer_reaches_a_client_that_is_still_sending() throws Exception {
    talk =
        socket -> {
          readHead(socket);
          send(socket, "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
        };
    Socket socket = connect();

    send(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nbegin");

    assertThat(readHead(socket)).startsWith("HTTP/1.1 413");
  }

  @Test
  void a_websocket_is_relayed_both_ways() throws Exception {
    talk =
        socket -> {
          assertThat(readHead(socket)).containsIgnoringCase("upgrade: websocket");
          send(
              socket,
              head(
                  "HTTP/1.1 101 Switching Protocols",
                  "Upgrade: websocket",
                  "Connection: Upgrade",
                  "Sec-WebSocket-Accept: y"));
          socket.getInputStream().transferTo(socket.getOutputStream());
        };
    Socket socket = connect();

    send(
        socket,
        head(
            "GET /ws HTTP/1.1",
            "Host: a",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Key: x"));
    assertThat(readHead(socket))
        .startsWith("HTTP/1.1 101")
        .containsIgnoringCase("sec-websocket-accept: y");
    send(socket, "echo");

    assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("echo");
  }

  @Test
  void a_replica_sees_that_the_client_has_left() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    talk =
        socket -> {
          readHead(socket);
          arrived.countDown();
          if (socket.getInputStream().read() < 0) {
            left.countDown();
          }
        };
    Socket socket = connect();
    send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    await(arrived);

    socket.close();

    assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET / HTTP/1.1\r\nHost: a\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf"
      })
  void a_client_that_says_nothing_more_is_disconnected(String sent) throws Exception {
    Socket socket = connect();

    send(socket, sent);

    assertThat(rest(socket)).doesNotContain("half");
  }

  @Test
  void a_field_that_a_client_claims_about_itself_is_replaced() throws Exception {
    Socket socket = connect();

    send(
        socket, head("GET / HTTP/1.1", "Host: a", "X-Forwarded-For: 6.6.6.6", "Connection: close"));

    assertThat(rest(socket)).startsWith("HTTP/1.1 200");
    assertThat(heads.getFirst()).contains("X-Forwarded-For: 127.0.0.1").doesNotContain("6.6.6.6");
  }
}
