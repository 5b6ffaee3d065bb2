package io.bentoform.api.engine.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.engine.local.process.Ports;
import io.bentoform.api.gateway.EndpointGuard;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A gateway with servers in the place of replicas, and the clients that call it. */
final class GatewayStage implements Closeable {
  private static final EndpointGuard GUARD =
      token -> {
        if (token.matches(Hidden.of("unknown"))) {
          throw new IllegalStateException("the database is not reachable");
        }
        return token.matches(Hidden.of("good"));
      };

  final Gateway gateway;
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Closeable> open = new ArrayList<>();

  GatewayStage() throws IOException {
    gateway = Ports.any(port -> Gateway.open(InetAddress.getLoopbackAddress(), port, GUARD));
    open.add(gateway::close);
    open.add(client::shutdownNow);
  }

  @Override
  public void close() throws IOException {
    for (Closeable each : open) {
      each.close();
    }
  }

  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  /** Talks bytes, where an HTTP server would not do what the test needs. */
  interface Talk {
    void over(Socket socket) throws IOException;
  }

  Backend server(Answer answer) throws IOException {
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

  Backend raw(Talk talk) throws IOException {
    ServerSocket listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    open.add(listener);
    Thread.ofVirtual()
        .start(
            () -> {
              while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                  talk.over(socket);
                } catch (IOException e) {
                  // The next connection is another client's.
                }
              }
            });
    return new Backend(listener.getLocalPort());
  }

  static void text(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + gateway.port() + path);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(url(path)).timeout(Duration.ofSeconds(20)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> with(String header, String value) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(url("/"))
            .header(header, value)
            .timeout(Duration.ofSeconds(20))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
    socket.setSoTimeout(20_000);
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

  /** Waits; an interrupt ends the wait. */
  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
