package io.bentoform.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A cluster (contract 3.4).
 *
 * @param first exactly {@code false} makes the client add the cluster to console links
 */
public record ClusterResponse(
    @JsonUnwrapped Resource resource,
    String description,
    String organizationName,
    UserResponse creator,
    @JsonProperty("is_first") boolean first) {}
