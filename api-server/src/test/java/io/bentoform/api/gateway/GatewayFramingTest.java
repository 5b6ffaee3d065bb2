package io.bentoform.api.gateway;

import static io.bentoform.api.gateway.GatewayStage.head;
import static io.bentoform.api.gateway.GatewayStage.readHead;
import static io.bentoform.api.gateway.GatewayStage.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every reverse proxy makes of a message, byte by byte: the gateway does as nginx does. */
@ParameterizedClass
@EnumSource(ConformanceProxy.class)
final class GatewayFramingTest extends ConformanceTest {
  GatewayFramingTest(ConformanceProxy kind) throws IOException {
    super(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked",
        "Host: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5",
        "Host: a\r\nContent-Length: 5\r\nContent-Length: 6",
        "Host: a\r\nContent-Length: 5, 6",
        "Host: a\r\nContent-Length: -1",
        "Host: a\r\nContent-Length: 0x5",
        "Host: a\r\nContent-Length: 99999999999999999999",
        "Host: a\r\nContent-Length : 5",
        "Host: a\r\nX: 1\r\n folded",
        "Host: a\r\nX: 1\r\n\tfolded",
        "Host: a\r\nHost: b",
        "X: 1"
      })
  void a_request_that_is_not_clear_is_refused_and_the_connection_closed(String fields)
      throws Exception {
    Socket socket = connect();

    send(socket, "POST / HTTP/1.1\r\n" + fields + "\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n");

    assertThat(readHead(socket)).startsWith("HTTP/1.1 400");
    assertThat(rest(socket)).doesNotContain("HTTP/1.1 200");
    assertThat(heads).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip, chunked", "identity", "chunked, chunked", "xchunked"})
  void an_unknown_coding_is_refused(String coding) throws Exception {
    Socket socket = connect();

    send(
        socket,
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: %s\r\n\r\n0\r\n\r\n".formatted(coding));

    assertThat(readHead(socket)).matches("(?s)HTTP/1.1 (400|501).*");
    rest(socket);
    assertThat(heads).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\nx\r\n0\r\n\r\n", "-1\r\n\r\n", "ffffffffffffffffff\r\n"})
  void a_malformed_chunk_is_never_passed_on(String chunks) throws Exception {
    Socket socket = connect();

    send(socket, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);

    assertThat(readHead(socket)).doesNotContain("HTTP/1.1 200");
    assertThat(rest(socket)).doesNotContain("HTTP/1.1 200");
  }

  @Test
  void extensions_of_chunks_are_understood_and_not_needed() throws Exception {
    Socket socket = connect();

    send(
        socket,
        head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "Connection: close")
            + "3;name=value\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");

    assertThat(rest(socket)).endsWith("onetwo");
  }

  @Test
  void requests_sent_at_once_are_answered_in_order() throws Exception {
    Socket socket = connect();

    send(
        socket,
        "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\none"
            + "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\ntwo"
            + "GET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertThat(rest(socket)).containsSubsequence("one", "HTTP/1.1 200", "two", "HTTP/1.1 200");
    assertThat(heads).hasSize(3);
  }

  @Test
  void a_request_with_an_absolute_address_reaches_its_path() throws Exception {
    Socket socket = connect();

    send(socket, "GET http://a/path?x=%20y HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertThat(rest(socket)).startsWith("HTTP/1.1 200");
    assertThat(heads.getFirst()).startsWith("GET /path?x=%20y HTTP/1.1");
  }

  @Test
  void a_path_is_passed_on_as_it_was_written() throws Exception {
    Socket socket = connect();

    send(socket, "GET /a%2Fb/..;/%41?q=a+b&c=%26 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertThat(rest(socket)).startsWith("HTTP/1.1 200");
    assertThat(heads.getFirst()).startsWith("GET /a%2Fb/..;/%41?q=a+b&c=%26 HTTP/1.1");
  }

  @Test
  void a_head_that_is_too_large_is_refused() throws Exception {
    Socket socket = connect();

    send(socket, "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(40_000) + "\r\n\r\n");

    assertThat(readHead(socket)).matches("(?s)HTTP/1.1 4\\d\\d.*");
    assertThat(heads).isEmpty();
  }

  @Test
  void many_requests_share_a_connection_to_the_replica() throws Exception {
    List<Integer> ports = new CopyOnWriteArrayList<>();
    talk =
        socket -> {
          ports.add(socket.getPort());
          echo(socket);
        };
    Socket socket = connect();

    for (int i = 0; i < 20; i++) {
      send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(readHead(socket)).startsWith("HTTP/1.1 200");
    }

    assertThat(ports).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void a_response_without_a_body_leaves_the_connection_usable(int status) throws Exception {
    talk =
        socket -> {
          while (readHead(socket).endsWith("\r\n\r\n")) {
            send(socket, "HTTP/1.1 %d Fine\r\nETag: \"1\"\r\n\r\n".formatted(status));
          }
        };
    Socket socket = connect();

    for (int i = 0; i < 2; i++) {
      send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(readHead(socket))
          .startsWith("HTTP/1.1 " + status)
          .containsIgnoringCase("etag: \"1\"")
          .doesNotContainIgnoringCase("content-length")
          .doesNotContainIgnoringCase("transfer-encoding");
    }
  }

  @Test
  void fields_that_came_more_than_once_stay_so() throws Exception {
    talk =
        socket -> {
          readHead(socket);
          send(
              socket,
              "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n");
        };
    Socket socket = connect();

    send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");

    assertThat(readHead(socket)).containsIgnoringCase("set-cookie: a=1\r\nset-cookie: b=2");
  }
}
