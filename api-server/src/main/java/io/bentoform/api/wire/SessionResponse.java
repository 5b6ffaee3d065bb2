package io.bentoform.api.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a session stands for (additive).
 *
 * @param administrator whether the user may change clusters and instance types
 * @param scopes of the API token that opened it
 * @param expiredAt when that token expires; null for never
 */
public record SessionResponse(
    UserResponse user,
    OrganizationResponse organization,
    boolean administrator,
    List<String> scopes,
    @Nullable Instant expiredAt) {}
