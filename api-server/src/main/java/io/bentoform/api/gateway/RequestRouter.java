package io.bentoform.api.gateway;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes every request and finds the service that it is for. */
final class RequestRouter {
  private static final System.Logger LOG = System.getLogger(RequestRouter.class.getName());

  private final Exchange.Surroundings gateway;
  private final Optional<String> domain;
  private volatile RouteTable routes = RouteTable.empty();
  private volatile boolean draining;

  RequestRouter(Exchange.Surroundings gateway, Optional<String> domain) {
    this.gateway = gateway;
    this.domain = domain.map(name -> "." + name.toLowerCase(Locale.ROOT));
  }

  /** From now on a connection over HTTP/1 ends with the response that is next on it. */
  void drain() {
    draining = true;
  }

  void route(RouteTable table) {
    routes = table;
  }

  void handle(Listener listener, HttpServerRequest request) {
    request.exceptionHandler(RequestRouter::gone);
    request.response().exceptionHandler(RequestRouter::gone);
    ClientConnections.of(request.connection())
        .ifPresent(
            connection -> {
              connection.requestStarted();
              request.response().endHandler(end -> ended(connection, request));
            });
    if (draining && isHttp1(request)) {
      request.response().putHeader("Connection", "close");
    }
    if (!HeaderRules.isSound(request)) {
      refuse(request, Refusal.MALFORMED);
    } else if (HttpMethod.CONNECT.equals(request.method())) {
      refuse(request, Refusal.NO_TUNNEL);
    } else if (listener instanceof Listener.HostName) {
      byName(request);
    } else if (listener instanceof Listener.Internal) {
      pass(routes.at(new Listener.Internal(host(request))), request, Refusal.UNKNOWN_HOST);
    } else {
      pass(routes.at(listener), request, Refusal.NO_REPLICA);
    }
  }

  private void ended(ClientConnections.Connection connection, HttpServerRequest request) {
    connection.requestEnded();
    if (draining && isHttp1(request)) {
      request.connection().close();
    }
  }

  private static boolean isHttp1(HttpServerRequest request) {
    return request.version() != HttpVersion.HTTP_2;
  }

  /** Of a request that is answered at once; without a handler the library logs an error. */
  private static void gone(Throwable failure) {
    LOG.log(System.Logger.Level.DEBUG, "A client left: {0}", failure);
  }

  /** The answer to what the library could not read. */
  void handleInvalid(HttpServerRequest request) {
    refuse(request, Refusal.MALFORMED);
  }

  private static String host(HttpServerRequest request) {
    HostAndPort authority = request.authority();
    return authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
  }

  private void byName(HttpServerRequest request) {
    String host = host(request);
    String below = domain.orElse(".");
    if (host.endsWith(below)) {
      String name = host.substring(0, host.length() - below.length());
      pass(routes.named(name), request, Refusal.UNKNOWN_HOST);
    } else if (request.path() != null && request.path().equals("/livez")) {
      Answers.text(request, "ok");
    } else {
      refuse(request, Refusal.UNKNOWN_HOST);
    }
  }

  private void pass(
      RouteTable.@Nullable Target target, HttpServerRequest request, Refusal otherwise) {
    if (target == null) {
      refuse(request, otherwise);
    } else {
      new Exchange(gateway, target.pool(), target.route(), request).start();
    }
  }

  private void refuse(HttpServerRequest request, Refusal refusal) {
    Answers.refuse(gateway.vertx(), request, refusal);
  }
}
