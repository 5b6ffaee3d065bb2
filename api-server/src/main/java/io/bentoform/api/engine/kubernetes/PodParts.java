package io.bentoform.api.engine.kubernetes;

/**
 * What the pods of all deployments of an engine have in common.
 *
 * @param files that all of them see
 * @param calls where they call other services
 */
record PodParts(
    KubernetesSettings settings, Downloads downloads, SharedFiles files, CallAddress calls) {}
