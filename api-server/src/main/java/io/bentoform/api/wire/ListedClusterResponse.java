package io.bentoform.api.wire;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A cluster in a list (contract 3.4).
 *
 * @param engine additive: what runs its deployments
 */
public record ListedClusterResponse(
    @JsonUnwrapped ClusterResponse cluster, EngineResponse engine) {}
