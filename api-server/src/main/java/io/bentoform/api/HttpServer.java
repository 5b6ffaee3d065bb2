package io.bentoform.api;

import io.bentoform.api.access.AccessFilter;
import io.bentoform.api.console.ConsoleRoutes;
import io.bentoform.api.db.Database;
import io.bentoform.api.http.Problems;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import io.helidon.webserver.websocket.WsRouting;
import java.util.List;

/**
 * The web server around the routes: JSON, health under {@code /health}, metrics under {@code
 * /metrics}.
 */
final class HttpServer {
  private HttpServer() {}

  static WebServer start(
      Settings settings,
      AccessFilter access,
      List<HttpService> routes,
      WsRouting.Builder sockets,
      Database database) {
    HttpRouting.Builder routing = HttpRouting.builder();
    Problems.register(routing);
    routing.addFilter(access);
    routes.forEach(routing::register);
    routing.register(new ConsoleRoutes());
    WebServer web =
        WebServer.builder()
            .host(settings.host())
            .port(settings.port())
            .addFeature(observe(database))
            // This check rejects a colon in a query, which RFC 3986 allows.
            .addProtocol(Http1Config.builder().validatePrologue(false).build())
            .addRouting(routing)
            .addRouting(sockets)
            .shutdownHook(false)
            .build()
            .start();
    if (!web.isRunning()) {
      throw new IllegalStateException(
          settings.host()
              + ":"
              + settings.port()
              + " cannot be listened on. Another program may have the port: choose one with"
              + " --port.");
    }
    return web;
  }

  private static ObserveFeature observe(Database database) {
    HealthObserver health =
        HealthObserver.builder()
            .endpoint("/health")
            .details(true)
            .addCheck(
                () -> HealthCheckResponse.builder().status(database.isHealthy()).build(),
                HealthCheckType.READINESS,
                "database")
            .build();
    return ObserveFeature.builder()
        .addObserver(health)
        .addObserver(MetricsObserver.builder().endpoint("/metrics").build())
        .build();
  }
}
