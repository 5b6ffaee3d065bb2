package io.bentoform.api.engine.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bentoform.api.archive.ArchiveContent;
import io.bentoform.api.archive.ArchiveSource;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.engine.Sources;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.gateway.remote.GatewayApi;
import io.bentoform.api.gateway.remote.RemoteGateways;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * What pods need of the control API, at an address of this machine that they reach: archives, and
 * for gateways their routes.
 */
final class TestControlApi implements Downloads, AutoCloseable {
  private static final String GATEWAY = "gateway";

  private final Map<String, ArchiveSource> archives = new ConcurrentHashMap<>();
  private final String secret = UUID.randomUUID().toString();
  private final HttpServer server;
  private volatile @Nullable RemoteGateways gateways;

  TestControlApi(String host) throws IOException {
    this.server = HttpServer.create(new InetSocketAddress(host, 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.createContext("/gateways/", this::answerGateway);
    server.start();
  }

  /** Has the archives of a specification from now on. */
  void add(Specification specification) {
    for (Specification version : specification.versions()) {
      if (version.sources() instanceof Sources.Archive archive) {
        archives.put(archive.digest().replaceFirst("^sha256:", ""), archive.source());
      }
      version.models().forEach(model -> archives.put(model.digest(), model.archive()));
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String digest = exchange.getRequestURI().getPath().substring(1);
      @Nullable ArchiveSource archive = archives.get(digest);
      boolean allowed = isAllowed(exchange, digest);
      if (!allowed || archive == null) {
        exchange.sendResponseHeaders(allowed ? 404 : 401, -1);
        return;
      }
      try (ArchiveContent content = archive.open()) {
        exchange.sendResponseHeaders(200, content.bytes());
        OutputStream out = exchange.getResponseBody();
        content.stream().transferTo(out);
      }
    }
  }

  /** Whose gateways ask here. */
  void serve(RemoteGateways others) {
    gateways = others;
  }

  private void answerGateway(HttpExchange exchange) throws IOException {
    try (exchange) {
      @Nullable RemoteGateways served = gateways;
      if (served == null || !isAllowed(exchange, GATEWAY)) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      new GatewayApi(served, token -> true).answer(exchange);
    }
  }

  private boolean isAllowed(HttpExchange exchange, String what) {
    return ("Bearer " + ticket(what).reveal())
        .equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  /** Where gateways ask. */
  URI control() {
    return at("gateways/");
  }

  /** Opens that address. */
  Hidden gatewayToken() {
    return ticket(GATEWAY);
  }

  private URI at(String path) {
    InetSocketAddress at = server.getAddress();
    return URI.create("http://" + at.getHostString() + ":" + at.getPort() + "/" + path);
  }

  @Override
  public URI address(String digest) {
    return at(digest);
  }

  @Override
  public Hidden ticket(String digest) {
    return Hidden.of(secret + "-" + digest);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
