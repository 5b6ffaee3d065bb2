package io.bentoform.api.wire;

import org.jspecify.annotations.Nullable;

/**
 * The body of a create or an update of a cluster. Additive: the contract can only read them.
 *
 * @param uid additive: of a create alone; the same create again with it changes nothing
 * @param name cannot be changed by an update
 * @param description null is none in a create, and keeps the one that there is in an update
 * @param engine null is this machine in a create, and keeps the one that there is in an update
 */
public record ClusterRequest(
    @Nullable String uid,
    @Nullable String name,
    @Nullable String description,
    @Nullable EngineRequest engine) {}
