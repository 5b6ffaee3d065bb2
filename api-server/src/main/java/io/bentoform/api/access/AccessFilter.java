package io.bentoform.api.access;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.wire.ProblemException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Optional;
import java.util.Set;

/**
 * Default deny: whatever lies under {@code /api} or {@code /ws} needs a good token in the header
 * {@code X-YATAI-API-TOKEN} (contract 1), but for a short list.
 */
public final class AccessFilter implements Filter {
  public static final HeaderName TOKEN_HEADER = HeaderNames.create("X-YATAI-API-TOKEN");
  private static final Set<String> OPEN = Set.of("/api/v1/version");

  private final AccessStore store;

  public AccessFilter(AccessStore store) {
    this.store = store;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    String path = request.prologue().uriPath().path();
    boolean guarded = path.startsWith("/api/") || path.startsWith("/ws/");
    if (guarded && !OPEN.contains(path)) {
      request.context().register(principal(request));
    }
    chain.proceed();
  }

  private Principal principal(RoutingRequest request) {
    Optional<Hidden> token = request.headers().first(TOKEN_HEADER).map(Hidden::of);
    if (token.isEmpty()) {
      throw ProblemException.unauthorized(
          "The header X-YATAI-API-TOKEN with an API token is missing.");
    }
    return store
        .principal(token.get())
        .orElseThrow(() -> ProblemException.unauthorized("The API token is not known."));
  }
}
