package io.bentoform.api.gateway;

/**
 * A replica that can answer.
 *
 * @param id unique for its life; the same address under another id is another replica
 */
public record Upstream(String id, UpstreamAddress address) {}
