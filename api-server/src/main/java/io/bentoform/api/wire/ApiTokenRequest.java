package io.bentoform.api.wire;

import io.bentoform.api.http.Times;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a create or an update of an API token (contract A4).
 *
 * @param uid additive: of a create alone; the same create again with it changes nothing
 * @param name of a create alone
 * @param description null is none in a create, and keeps the one that there is in an update
 * @param scopes null is {@code api} in a create, and keeps those that there are in an update
 * @param expiredAt in one of the forms of {@link Times}; null is never in a create, and keeps the
 *     end in an update
 * @param token additive: of a create alone, the value; null lets the server choose one
 */
public record ApiTokenRequest(
    @Nullable String uid,
    @Nullable String name,
    @Nullable String description,
    @Nullable List<@Nullable String> scopes,
    @Nullable String expiredAt,
    SecretRequest.@Nullable Value token) {}
