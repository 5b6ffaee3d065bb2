package io.bentoform.api.wire;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** An organization (contract 3.3). */
public record OrganizationResponse(@JsonUnwrapped Resource resource, String description) {}
