package io.bentoform.api.access;

import io.bentoform.api.wire.OrganizationResponse;
import io.bentoform.api.wire.Resource;
import java.time.Instant;

/** The owner of everything: clusters, secrets, bentos and deployments. */
public record Organization(
    long id, String uid, String name, String description, Instant createdAt) {

  public OrganizationResponse response() {
    return new OrganizationResponse(
        Resource.of("organization", uid, name, createdAt, null), description);
  }
}
