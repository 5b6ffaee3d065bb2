package io.bentoform.api.access;

import io.bentoform.api.http.ProblemException;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/** Has {@link Access} authorize every request before it is routed. */
public final class AccessFilter implements Filter {
  private final Access access;

  public AccessFilter(Access access) {
    this.access = access;
  }

  /**
   * Rejects a body without a length: the web server holds each chunk of a chunked body in memory,
   * however large it is, and limits are compared with the length.
   *
   * @throws ProblemException 411
   */
  private static void requireLength(RoutingRequest request) {
    boolean unknown = request.content().hasEntity() && request.headers().contentLength().isEmpty();
    if (unknown || request.headers().contains(HeaderNames.TRANSFER_ENCODING)) {
      throw ProblemException.lengthRequired(
          "A request with a body needs the header Content-Length, and no Transfer-Encoding.");
    }
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    requireLength(request);
    access
        .authorize(request.prologue(), request.headers())
        .ifPresent(principal -> request.context().register(principal.within(request)));
    chain.proceed();
  }
}
