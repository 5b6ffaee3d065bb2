package io.bentoform.api.gateway;

import static io.bentoform.api.gateway.GatewayStage.head;
import static io.bentoform.api.gateway.GatewayStage.readHead;
import static io.bentoform.api.gateway.GatewayStage.send;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A replica, and the proxy before it that a test of what every reverse proxy must do is about. */
abstract class ConformanceTest {
  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  final ConformanceProxy kind;
  private final Deque<Closeable> open = new ArrayDeque<>();
  final List<String> heads = new CopyOnWriteArrayList<>();
  private final ServerSocket replica = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
  GatewayStage.Talk talk = this::echo;
  private int port;

  ConformanceTest(ConformanceProxy kind) throws IOException {
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
  final void echo(Socket socket) throws IOException {
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

  final Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    open.push(socket);
    return socket;
  }

  static String rest(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (SocketException e) {
      return "";
    }
  }
}
