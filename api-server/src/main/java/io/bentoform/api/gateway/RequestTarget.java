package io.bentoform.api.gateway;

import io.vertx.core.http.HttpServerRequest;

/** The path and query of a request as the client wrote them. */
final class RequestTarget {
  private RequestTarget() {}

  /** Without the scheme and host of the absolute form (RFC 9112, 3.2.2). */
  static String of(HttpServerRequest request) {
    String uri = request.uri();
    if (uri.startsWith("/") || uri.equals("*")) {
      return uri;
    }
    int host = uri.indexOf("://");
    int path = host < 0 ? -1 : uri.indexOf('/', host + 3);
    return path < 0 ? "/" : uri.substring(path);
  }
}
