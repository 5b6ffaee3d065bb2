package io.bentoform.api.engine.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.engine.Sources;
import io.bentoform.api.engine.Specification;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Gives archives to pods that have the ticket, at an address of this machine that they reach. */
final class ArchiveServer implements Downloads, AutoCloseable {
  private final Map<String, Path> archives = new ConcurrentHashMap<>();
  private final String secret = UUID.randomUUID().toString();
  private final HttpServer server;

  ArchiveServer(String host) throws IOException {
    this.server = HttpServer.create(new InetSocketAddress(host, 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /** Has the archives of a specification from now on. */
  void add(Specification specification) {
    for (Specification version : specification.versions()) {
      if (version.sources() instanceof Sources.Archive archive) {
        archives.put(archive.digest().replaceFirst("^sha256:", ""), archive.tar());
      }
      version.models().forEach(model -> archives.put(model.digest(), model.archive()));
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String digest = exchange.getRequestURI().getPath().substring(1);
      @Nullable Path archive = archives.get(digest);
      boolean allowed =
          ("Bearer " + ticket(digest).reveal())
              .equals(exchange.getRequestHeaders().getFirst("Authorization"));
      if (!allowed || archive == null) {
        exchange.sendResponseHeaders(allowed ? 404 : 401, -1);
        return;
      }
      exchange.sendResponseHeaders(200, Files.size(archive));
      try (OutputStream out = exchange.getResponseBody()) {
        Files.copy(archive, out);
      }
    }
  }

  @Override
  public URI address(String digest) {
    InetSocketAddress at = server.getAddress();
    return URI.create("http://" + at.getHostString() + ":" + at.getPort() + "/" + digest);
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
