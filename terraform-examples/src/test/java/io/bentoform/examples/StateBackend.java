package io.bentoform.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the states of workspaces in memory, for Terraform's backend {@code http}. In a file
 * Terraform writes its whole state after each object; to a backend it does so now and then.
 */
final class StateBackend implements AutoCloseable {
  private final HttpServer listener;
  private final Map<String, byte[]> states = new ConcurrentHashMap<>();

  StateBackend() {
    try {
      listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    listener.createContext("/", this::answer);
    listener.start();
  }

  /** The configuration of the backend for a state of this name. */
  String configuration(String name) {
    return """
    terraform {
      backend "http" {
        address = "http://127.0.0.1:%d/%s"
      }
    }
    """
        .formatted(listener.getAddress().getPort(), name);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String name = exchange.getRequestURI().getPath();
      if (exchange.getRequestMethod().equals("POST")) {
        states.put(name, exchange.getRequestBody().readAllBytes());
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      byte[] state = states.get(name);
      exchange.sendResponseHeaders(state == null ? 404 : 200, state == null ? -1 : state.length);
      if (state != null) {
        exchange.getResponseBody().write(state);
      }
    }
  }

  @Override
  public void close() {
    listener.stop(0);
  }
}
