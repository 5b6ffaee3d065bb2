package io.bentoform.api.wire;

import org.jspecify.annotations.Nullable;

/**
 * The body of a create or an update of an instance type. Additive: the contract can only list them.
 * In an update null keeps what there is.
 *
 * @param uid additive: of a create alone; the same create again with it changes nothing
 * @param name cannot be changed by an update
 * @param price as it is shown, {@code *} when it is not told
 * @param cpu as {@code 500m} or {@code 2}
 * @param memory as {@code 2Gi}
 * @param gpu how many; null or empty for none
 * @param gpuType as {@code nvidia-l4}
 * @param gpuMemory as {@code 24Gi}
 */
public record InstanceTypeRequest(
    @Nullable String uid,
    @Nullable String name,
    @Nullable String description,
    @Nullable String price,
    @Nullable String cpu,
    @Nullable String memory,
    @Nullable String gpu,
    @Nullable String gpuType,
    @Nullable String gpuMemory) {}
