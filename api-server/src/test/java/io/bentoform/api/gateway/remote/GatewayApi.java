package io.bentoform.api.gateway.remote;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * Answers what gateways ask the control API, for servers of tests.
 *
 * @param gateways that ask
 * @param allowed which tokens open protected endpoints
 */
public record GatewayApi(RemoteGateways gateways, Predicate<String> allowed) {

  /** Answers one request, by the last part of its path. */
  public void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    switch (exchange.getRequestURI().getPath().replaceFirst(".*/", "")) {
      case "exchange" -> {
        byte[] orders = GatewayJson.MAPPER.writeValueAsBytes(orders(body));
        exchange.sendResponseHeaders(200, orders.length);
        exchange.getResponseBody().write(orders);
      }
      case "demand" -> {
        gateways.awake(GatewayJson.MAPPER.readValue(body, Waited.class));
        exchange.sendResponseHeaders(204, -1);
      }
      default ->
          exchange.sendResponseHeaders(
              allowed.test(new String(body, StandardCharsets.UTF_8)) ? 204 : 403, -1);
    }
  }

  private GatewayOrders orders(byte[] report) throws IOException {
    try {
      return gateways.exchange(GatewayJson.MAPPER.readValue(report, GatewayReport.class));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the server ends", e);
    }
  }
}
