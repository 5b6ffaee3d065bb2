package io.bentoform.api.gateway;

import static io.bentoform.api.gateway.GatewayStage.await;
import static io.bentoform.api.gateway.GatewayStage.head;
import static io.bentoform.api.gateway.GatewayStage.readHead;
import static io.bentoform.api.gateway.GatewayStage.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every reverse proxy must do, byte by byte: the gateway does it as nginx does. */
@ParameterizedClass
@EnumSource(ConformanceProxy.class)
final class GatewayConformanceTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final ConformanceProxy kind;
  private final Deque<Closeable> open = new ArrayDeque<>();
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final ServerSocket replica = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
  private GatewayStage.Talk talk = this::echo;
  private int port;

  GatewayConformanceTest(ConformanceProxy kind) throws IOException {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws Exception {
    assumeTrue(kind.isAvailable(), "nginx is not on the PATH");
    open.push(replica);
    Thread.ofVirtual().start(this::accept);
    ConformanceProxy.Running proxy = kind.start(GatewayStage.tcp(replica.getLocalPort()));
    open.push(proxy);
    port = proxy.port();
  }

  @AfterEach
  void close() throws IOException {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private void accept() {
    while (!replica.isClosed()) {
      try {
        Socket socket = replica.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        // Closed at the end of the test.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      talk.over(socket);
    } catch (IOException e) {
      // The proxy closed the connection.
    }
  }

  /** Answers each request with its body. */
  private void echo(Socket socket) throws IOException {
    for (String head = readHead(socket); head.endsWith("\r\n\r\n"); head = readHead(socket)) {
      heads.add(head);
      String body = body(socket, head);
      String length = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n";
      send(socket, head.startsWith("HEAD") ? length : length + body);
    }
  }

  private static String body(Socket socket, String head) throws IOException {
    String lower = head.toLowerCase(Locale.ROOT);
    if (lower.contains("content-length: ")) {
      String length = lower.split("content-length: ", 2)[1].split("\r", 2)[0];
      return new String(
          socket.getInputStream().readNBytes(Integer.parseInt(length)),
          StandardCharsets.ISO_8859_1);
    }
    StringBuilder body = new StringBuilder();
    if (lower.contains("transfer-encoding: chunked")) {
      for (int size = size(socket); size > 0; size = size(socket)) {
        body.append(
            new String(socket.getInputStream().readNBytes(size), StandardCharsets.ISO_8859_1));
        socket.getInputStream().readNBytes(2);
      }
      socket.getInputStream().readNBytes(2);
    }
    return body.toString();
  }

  private static int size(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = socket.getInputStream().read(); next != '\n'; ) {
      if (next < 0) {
        throw new SocketException("the body ends early");
      }
      line.append((char) next);
      next = socket.getInputStream().read();
    }
    return Integer.parseInt(line.toString().strip(), 16);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    open.push(socket);
    return socket;
  }

  private static String rest(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (SocketException e) {
      return "";
    }
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
