package io.bentoform.api;

import io.bentoform.api.access.AccessFilter;
import io.bentoform.api.console.ConsoleRoutes;
import io.bentoform.api.db.Database;
import io.bentoform.api.http.Problems;
import io.helidon.common.tls.Tls;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * The web server around the routes: JSON, health under {@code /health}, metrics under {@code
 * /metrics}.
 */
final class HttpServer {
  private static final int HEAD_BYTES = 16 * 1024;
  private static final Header STRICT_TRANSPORT_SECURITY =
      HeaderValues.createCached("Strict-Transport-Security", "max-age=31536000");

  private HttpServer() {}

  static WebServer start(
      Settings settings,
      Https https,
      AccessFilter access,
      List<HttpService> routes,
      WsRouting.Builder sockets,
      Database database) {
    HttpRouting.Builder routing = HttpRouting.builder();
    Problems.register(routing);
    if (https.isOn() && https.selfSignedFile().isEmpty()) {
      routing.addFilter(HttpServer::requireHttps);
    }
    routing.addFilter(access);
    routes.forEach(routing::register);
    routing.register(new ConsoleRoutes());
    WebServerConfig.Builder builder =
        WebServer.builder()
            .host(settings.host())
            .port(settings.port())
            .addFeature(observe(database))
            // Without HTTP/2, which is for HTTPS: its upgrade in plain text has no users.
            .protocolsDiscoverServices(false)
            // This check rejects a colon in a query, which RFC 3986 allows.
            .addProtocol(Http1Config.builder().validatePrologue(false).build())
            .addProtocol(WsConfig.create())
            .addRouting(routing)
            .addRouting(sockets)
            .shutdownHook(false);
    https.context().ifPresent(context -> encrypt(builder, context));
    WebServer web = builder.build().start();
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

  private static void encrypt(WebServerConfig.Builder builder, SSLContext context) {
    builder
        .tls(Tls.builder().sslContext(context).build())
        .addProtocol(
            Http2Config.builder().validatePath(false).maxHeaderListSize(HEAD_BYTES).build());
  }

  /**
   * Browsers keep to HTTPS from then on (RFC 6797); with a self-signed certificate that would lock
   * out who cannot check it.
   */
  private static void requireHttps(
      FilterChain chain, RoutingRequest request, RoutingResponse response) {
    response.header(STRICT_TRANSPORT_SECURITY);
    chain.proceed();
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
