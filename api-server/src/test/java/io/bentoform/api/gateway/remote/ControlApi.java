package io.bentoform.api.gateway.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bentoform.api.TestServer;
import io.bentoform.api.cluster.GatewayLoads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The part of the control API that gateways ask; it can be away for a while. It can be two servers
 * behind a load balancer.
 */
final class ControlApi implements AutoCloseable {
  static final String TOKEN = "the token of the gateway";

  final List<String> demands = new CopyOnWriteArrayList<>();
  final List<String> asked = new CopyOnWriteArrayList<>();
  final RemoteGateways gateways = server();
  final RemoteGateways others = server();
  final AtomicInteger exchanges = new AtomicInteger();
  volatile boolean inTurn;
  private final HttpServer server;

  /** Listens at a port of loopback; 0 for any. */
  ControlApi(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/gateways/", this::answer);
    server.start();
  }

  private RemoteGateways server() {
    return new RemoteGateways(
        (deployment, service, version) -> demands.add(deployment),
        new GatewayLoads(TestServer.shared().database(), UUID.randomUUID().toString()));
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port() + "/gateways/");
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      boolean second = exchanges.incrementAndGet() % 2 == 0 && inTurn;
      new GatewayApi(second ? others : gateways, this::isGood).answer(exchange);
    }
  }

  private boolean isGood(String token) {
    asked.add(token);
    return token.equals("good");
  }

  @Override
  public void close() {
    gateways.close();
    others.close();
    server.stop(0);
  }
}
