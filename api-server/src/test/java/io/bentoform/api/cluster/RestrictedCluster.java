package io.bentoform.api.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bentoform.api.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The API of a Kubernetes cluster as far as its health is asked, whose account may do everything
 * but create Deployments.
 */
public final class RestrictedCluster implements AutoCloseable {
  public static final String VERSION = "v1.34.4";
  public static final String MISSING = "create deployments.apps";
  private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

  private final HttpServer server;

  public RestrictedCluster() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/version", exchange -> send(exchange, 200, object().put("gitVersion", VERSION)));
    server.createContext(REVIEWS, exchange -> send(exchange, 201, review(exchange)));
    server.start();
  }

  private static ObjectNode object() {
    return Json.MAPPER.createObjectNode();
  }

  private static ObjectNode review(HttpExchange exchange) throws IOException {
    JsonNode asked = Json.MAPPER.readTree(exchange.getRequestBody()).at("/spec/resourceAttributes");
    String text =
        "%s %s.%s"
            .formatted(
                asked.path("verb").asText(),
                asked.path("resource").asText(),
                asked.path("group").asText());
    ObjectNode review =
        object()
            .put("apiVersion", "authorization.k8s.io/v1")
            .put("kind", "SelfSubjectAccessReview");
    review.putObject("status").put("allowed", !text.equals(MISSING));
    return review;
  }

  private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
    byte[] bytes = Json.MAPPER.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
