package io.bentoform.provider.walk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bentoform.provider.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to the server on which one request goes wrong. */
final class Proxy implements AutoCloseable {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final List<String> PASSED_ON =
      List.of("X-YATAI-API-TOKEN", "X-Request-Id", "Content-Type");

  /** What goes wrong. */
  enum Trouble {
    /** The request never arrives. */
    CUT_BEFORE,
    /** The request is carried out and the answer never arrives. */
    CUT_AFTER,
    /** Something in between answers that it cannot serve now. */
    UNAVAILABLE,
    /** Something in between fails and quotes what was sent. */
    QUOTED
  }

  /**
   * One trouble.
   *
   * @param changes whether requests that change something are counted, or all others
   * @param after how many of those go well before it
   */
  record Fault(Trouble trouble, boolean changes, int after) {}

  private final Fault fault;
  private final AtomicInteger counted = new AtomicInteger();
  private final HttpServer listener;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final URI server;

  Proxy(URI server, Fault fault) throws IOException {
    this.server = server;
    this.fault = fault;
    listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    listener.createContext("/", this::pass);
    listener.setExecutor(executor);
    listener.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + listener.getAddress().getPort());
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      boolean goesWrong =
          isChange(exchange) == fault.changes() && counted.getAndIncrement() == fault.after();
      Trouble trouble = goesWrong ? fault.trouble() : null;
      if (trouble == Trouble.CUT_BEFORE) {
        return;
      }
      if (trouble == Trouble.UNAVAILABLE) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      if (trouble == Trouble.QUOTED) {
        String quoted = "Cannot handle " + new String(body, StandardCharsets.UTF_8);
        String problem = Json.write(Map.of("title", "Failed", "status", 500, "detail", quoted));
        answer(exchange, 500, problem.getBytes(StandardCharsets.UTF_8));
        return;
      }
      HttpResponse<byte[]> answer = send(exchange, body);
      if (trouble == null) {
        answer(exchange, answer.statusCode(), answer.body());
      }
    }
  }

  private static boolean isChange(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    return !exchange.getRequestMethod().equals("GET")
        && !path.endsWith("/compare")
        && !path.endsWith("/check");
  }

  private HttpResponse<byte[]> send(HttpExchange exchange, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    for (String header : PASSED_ON) {
      String value = exchange.getRequestHeaders().getFirst(header);
      if (value != null) {
        request.header(header, value);
      }
    }
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    listener.stop(0);
    executor.shutdownNow();
  }
}
