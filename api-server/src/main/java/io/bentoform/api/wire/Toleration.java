package io.bentoform.api.wire;

import org.jspecify.annotations.Nullable;

/**
 * A taint of nodes that pods may run on all the same, in the words of Kubernetes.
 *
 * @param key empty or null, with {@code Exists}, for any
 * @param operator {@code Equal} or {@code Exists}; null for {@code Equal} where there is a value
 * @param value of {@code Equal} alone
 * @param effect empty or null for any
 */
public record Toleration(
    @Nullable String key,
    @Nullable String operator,
    @Nullable String value,
    @Nullable String effect) {}
