package io.bentoform.api.access;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.wire.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Whether a token is good, and for what. Whoever is handed a bare token asks here. */
public final class Access {
  private final TokenStore tokens;
  private final Clock clock;

  public Access(TokenStore tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * Who a token belongs to.
   *
   * @throws ProblemException 401 when there is no such token, or its time is over: only that status
   *     makes the client point to its login (contract 1.1)
   */
  public Principal principal(Hidden token) {
    TokenStore.Holder holder =
        tokens
            .holder(token)
            .orElseThrow(
                () ->
                    ProblemException.unauthorized(
                        "The API token is not known. It may have been deleted."));
    Instant now = clock.instant();
    Optional<Instant> end = Optional.ofNullable(holder.expiredAt());
    if (end.isPresent() && !end.get().isAfter(now)) {
      throw ProblemException.unauthorized(
          "The API token "
              + holder.name()
              + " expired at "
              + end.get()
              + ". Use another one, or create one.");
    }
    tokens.markUsed(holder, now);
    return holder.principal();
  }

  /**
   * As {@link #principal(Hidden)}, for something that needs a scope.
   *
   * @throws ProblemException 401 for a bad token, 403 for a good one without the scope
   */
  public Principal require(Hidden token, Scope scope) {
    Principal principal = principal(token);
    principal.require(scope);
    return principal;
  }

  /** Whether the token is good and has the scope. */
  public boolean admits(Hidden token, Scope scope) {
    try {
      return principal(token).has(scope);
    } catch (ProblemException e) {
      return false;
    }
  }
}
