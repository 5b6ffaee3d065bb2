package io.bentoform.api.access;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.wire.ApiTokenResponse;
import io.bentoform.api.wire.Resource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API token without its value (contract A4).
 *
 * @param expiredAt when it expires; null for never
 * @param lastUsedAt to the minute
 * @param permanent whether it is the one in the server's token file
 */
record ApiToken(
    long id,
    String uid,
    String name,
    String description,
    List<Scope> scopes,
    @Nullable Instant expiredAt,
    @Nullable Instant lastUsedAt,
    Instant createdAt,
    @Nullable Instant updatedAt,
    boolean permanent) {

  boolean isExpired(Instant now) {
    return expiredAt != null && !expiredAt.isAfter(now);
  }

  ApiTokenResponse response(Principal owner, Instant now) {
    return response(owner, now, null);
  }

  /** The response to a create, the only one with the value. */
  ApiTokenResponse response(Principal owner, Instant now, @Nullable Hidden value) {
    return new ApiTokenResponse(
        Resource.of("api_token", uid, name, createdAt, updatedAt),
        description,
        scopes.stream().map(Scope::word).toList(),
        owner.user().response(),
        owner.organization().response(),
        expiredAt,
        lastUsedAt,
        isExpired(now),
        scopes.stream().anyMatch(scope -> scope != Scope.PROTECTED_ENDPOINT_ACCESS),
        false,
        scopes.stream().anyMatch(scope -> scope.includes(Scope.PROTECTED_ENDPOINT_ACCESS)),
        value == null ? null : value.reveal());
  }
}
