package io.bentoform.api.gateway;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** Shown to a browser while a deployment starts, in place of a request that is held. */
final class WaitingPage {
  private WaitingPage() {}

  /**
   * Whether a browser opens a page. Over plain HTTP browsers say nothing of the kind of request
   * (Fetch Metadata), so there the wish for HTML decides.
   */
  static boolean isFor(HttpServerRequest request) {
    if (!HttpMethod.GET.equals(request.method())) {
      return false;
    }
    String accept = request.getHeader("accept");
    String mode = request.getHeader("sec-fetch-mode");
    return accept != null
        && accept.contains("text/html")
        && (mode == null || mode.equals("navigate"));
  }
}
