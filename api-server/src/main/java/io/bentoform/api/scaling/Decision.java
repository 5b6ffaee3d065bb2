package io.bentoform.api.scaling;

/**
 * How many replicas there should be, and why.
 *
 * @param reason for users, without a full stop, as {@code 12 requests in flight, 4 per replica}
 */
public record Decision(int replicas, String reason) {}
