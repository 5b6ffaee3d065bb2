package io.bentoform.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API token (contract A4).
 *
 * @param expired whether its time is over
 * @param apiToken whether it may call this API at all
 * @param organizationToken always false: tokens belong to users
 * @param globalAccess whether it may call every protected deployment
 * @param token the value, in the answer to a create alone; null in every other
 */
public record ApiTokenResponse(
    @JsonUnwrapped Resource resource,
    String description,
    List<String> scopes,
    UserResponse user,
    OrganizationResponse organization,
    @Nullable Instant expiredAt,
    @Nullable Instant lastUsedAt,
    @JsonProperty("is_expired") boolean expired,
    @JsonProperty("is_api_token") boolean apiToken,
    @JsonProperty("is_organization_token") boolean organizationToken,
    @JsonProperty("is_global_access") boolean globalAccess,
    @Nullable String token) {

  /** Without the value: a record's own text would hold it. */
  @Override
  public String toString() {
    return "ApiTokenResponse[" + resource.uid() + "]";
  }
}
