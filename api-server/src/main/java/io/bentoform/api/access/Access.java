package io.bentoform.api.access;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.http.ProblemException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Authorizes requests and bare tokens. Default deny: a request passes only when {@link RouteScopes}
 * lists its route and its token, in the header {@code X-YATAI-API-TOKEN} (contract 1), is valid and
 * has the required scope.
 */
public final class Access {
  private static final HeaderName TOKEN_HEADER = HeaderNames.create("X-YATAI-API-TOKEN");

  private final TokenStore tokens;
  private final Sessions sessions;
  private final Clock clock;

  public Access(TokenStore tokens, Sessions sessions, Clock clock) {
    this.tokens = tokens;
    this.sessions = sessions;
    this.clock = clock;
  }

  /**
   * Authorizes a request.
   *
   * @return the caller; empty for a route that is open to all
   * @throws ProblemException 401, 403, or 404 for a route that is not listed
   */
  public Optional<Principal> authorize(HttpPrologue request, Headers headers) {
    RouteScopes.Need need =
        RouteScopes.of(request.method(), request.uriPath())
            .orElseThrow(() -> refusal(request, headers));
    return switch (need) {
      case RouteScopes.Need.Open open -> Optional.empty();
      case RouteScopes.Need.AnyToken any -> Optional.of(principal(request, headers));
      case RouteScopes.Need.Token token -> {
        Principal principal = principal(request, headers);
        principal.require(token.scope());
        yield Optional.of(principal);
      }
    };
  }

  /** A caller without a token does not learn which routes exist. */
  private ProblemException refusal(HttpPrologue request, Headers headers) {
    String path = request.uriPath().path();
    if (path.startsWith("/api/") || path.startsWith("/ws/")) {
      principal(request, headers);
    }
    return ProblemException.noRoute(request.method() + " " + path);
  }

  /** By the token of the request, else by the session of a browser. */
  private Principal principal(HttpPrologue request, Headers headers) {
    Optional<Hidden> token = headers.first(TOKEN_HEADER).map(Hidden::of);
    if (token.isPresent()) {
      return principal(token.get());
    }
    Hidden session =
        SessionCookie.of(headers)
            .orElseThrow(
                () ->
                    ProblemException.unauthorized(
                        "The header X-YATAI-API-TOKEN with an API token is missing."));
    SessionCookie.requireSameOrigin(request, headers);
    return sessions
        .token(session)
        .flatMap(tokens::holder)
        .map(this::valid)
        .orElseThrow(() -> ProblemException.unauthorized("The session has ended. Sign in again."));
  }

  /**
   * The principal of a token.
   *
   * @throws ProblemException 401 when the token is unknown or has expired: only that status makes
   *     the client suggest its login (contract 1.1)
   */
  public Principal principal(Hidden token) {
    TokenStore.Holder holder =
        Optional.of(token)
            .filter(Token::isWellFormed)
            .flatMap(tokens::holder)
            .orElseThrow(
                () ->
                    ProblemException.unauthorized(
                        "The API token is unknown. It may have been deleted."));
    return valid(holder);
  }

  private Principal valid(TokenStore.Holder holder) {
    Instant now = clock.instant();
    Optional<Instant> end = Optional.ofNullable(holder.expiredAt());
    if (end.isPresent() && !end.get().isAfter(now)) {
      throw ProblemException.unauthorized(
          "The API token "
              + holder.name()
              + " expired at "
              + end.get()
              + ". Use another token, or create one.");
    }
    tokens.markUsed(holder, now);
    return holder.principal();
  }

  /** Whether the token is valid and has the scope. */
  public boolean allows(Hidden token, Scope scope) {
    try {
      return principal(token).has(scope);
    } catch (ProblemException e) {
      return false;
    }
  }
}
