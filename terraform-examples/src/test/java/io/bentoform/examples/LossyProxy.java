package io.bentoform.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A way to a server on which requests are counted and answers to creations get lost: they are
 * carried out all the same.
 */
final class LossyProxy implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final List<String> PASSED_ON = List.of("X-YATAI-API-TOKEN", "Content-Type");

  private final Server server;
  private final HttpServer listener;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger toLose = new AtomicInteger();
  private final AtomicInteger creations = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();

  LossyProxy(Server server) {
    this.server = server;
    try {
      listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    listener.createContext("/", this::pass);
    listener.setExecutor(executor);
    listener.start();
  }

  String url() {
    return "http://127.0.0.1:" + listener.getAddress().getPort();
  }

  /** Loses the answers to so many of the next creations. */
  LossyProxy lose(int answers) {
    toLose.set(answers);
    return this;
  }

  /** How many creations went through. */
  int creations() {
    return creations.get();
  }

  /** How many requests of any kind came since this was asked before. */
  int newRequests() {
    return requests.getAndSet(0);
  }

  private void pass(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      String method = exchange.getRequestMethod();
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(server.url() + exchange.getRequestURI()))
              .method(method, BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      for (String header : PASSED_ON) {
        String value = exchange.getRequestHeaders().getFirst(header);
        if (value != null) {
          request.header(header, value);
        }
      }
      HttpResponse<byte[]> answer =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      String path = exchange.getRequestURI().getPath();
      boolean creation =
          method.equals("POST")
              && (path.endsWith("/org_secrets") || path.endsWith("/v2/deployments"));
      if (creation) {
        creations.incrementAndGet();
      }
      if (creation && toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        return; // the connection ends without an answer
      }
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      exchange.sendResponseHeaders(
          answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    listener.stop(0);
    executor.shutdownNow();
  }
}
