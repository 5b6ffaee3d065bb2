package io.bentoform.api.access;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.wire.ProblemException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Optional;

/**
 * Default deny: a request goes on only when {@link RouteScopes} names its route and its token, in
 * the header {@code X-YATAI-API-TOKEN} (contract 1), is good and has the scope that is needed.
 */
public final class AccessFilter implements Filter {
  public static final HeaderName TOKEN_HEADER = HeaderNames.create("X-YATAI-API-TOKEN");

  private final Access access;

  public AccessFilter(Access access) {
    this.access = access;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    HttpPrologue prologue = request.prologue();
    RouteScopes.Need need =
        RouteScopes.of(prologue.method(), prologue.uriPath()).orElseThrow(() -> refusal(request));
    if (need instanceof RouteScopes.Need.AnyToken) {
      request.context().register(principal(request));
    } else if (need instanceof RouteScopes.Need.Token token) {
      Principal principal = principal(request);
      principal.require(token.scope());
      request.context().register(principal);
    }
    chain.proceed();
  }

  /** Who has no token is not told which routes of the API there are. */
  private ProblemException refusal(RoutingRequest request) {
    HttpPrologue prologue = request.prologue();
    String path = prologue.uriPath().path();
    if (path.startsWith("/api/") || path.startsWith("/ws/")) {
      principal(request);
    }
    return ProblemException.noRoute(prologue.method() + " " + path);
  }

  private Principal principal(RoutingRequest request) {
    Optional<Hidden> token = request.headers().first(TOKEN_HEADER).map(Hidden::of);
    return access.principal(
        token.orElseThrow(
            () ->
                ProblemException.unauthorized(
                    "The header X-YATAI-API-TOKEN with an API token is missing.")));
  }
}
