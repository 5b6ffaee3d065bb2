package io.bentoform.api.access;

import io.bentoform.api.audit.Actor;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.RequestId;
import io.helidon.webserver.http.ServerRequest;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The caller, identified by the API token of the request.
 *
 * @param administrator whether the user may change clusters and instance types
 * @param tokenUid names the token in audit rows
 * @param scopes what the token may do
 * @param expiredAt when the token expires; null for never
 * @param requestId of the request in which it acts; null outside of one
 */
public record Principal(
    Organization organization,
    User user,
    boolean administrator,
    String tokenUid,
    List<Scope> scopes,
    @Nullable Instant expiredAt,
    @Nullable String requestId)
    implements Actor {

  /** The principal that {@link AccessFilter} put into the request. */
  public static Principal of(ServerRequest request) {
    return request
        .context()
        .get(Principal.class)
        .orElseThrow(() -> ProblemException.unauthorized("This route needs an API token."));
  }

  /** The same caller in a request, which its audit records name. */
  public Principal within(ServerRequest request) {
    return new Principal(
        organization,
        user,
        administrator,
        tokenUid,
        scopes,
        expiredAt,
        RequestId.of(request).text());
  }

  /**
   * As {@link #of}, of an administrator.
   *
   * @throws ProblemException 403
   */
  public static Principal administratorOf(ServerRequest request) {
    Principal principal = of(request);
    principal.requireAdministrator();
    return principal;
  }

  @Override
  public long organizationId() {
    return organization.id();
  }

  @Override
  public String userName() {
    return user.name();
  }

  /** Whether one of the token's scopes is or includes this one. */
  public boolean has(Scope needed) {
    return scopes.stream().anyMatch(scope -> scope.includes(needed));
  }

  /** Whether the token lasts at least until then; null means for ever. */
  boolean lastsAsLongAs(@Nullable Instant end) {
    return expiredAt == null || (end != null && !end.isAfter(expiredAt));
  }

  /**
   * Requires a scope.
   *
   * @throws ProblemException 403, with the required scope and those of the token
   */
  public void require(Scope needed) {
    if (!has(needed)) {
      String given = scopes.stream().map(Scope::word).collect(Collectors.joining(", "));
      throw ProblemException.forbidden(
          "scope_missing",
          "This needs the scope " + needed.word() + "; the token has " + given + ".");
    }
  }

  /**
   * Requires an administrator.
   *
   * @throws ProblemException 403
   */
  public void requireAdministrator() {
    if (!administrator) {
      throw ProblemException.forbidden(
          "not_administrator",
          "Only an administrator may do this, and the user " + user.name() + " is not one.");
    }
  }
}
