package io.bentoform.api.wire;

/**
 * One thing wrong with a request.
 *
 * @param pointer a JSON pointer (RFC 6901) into the body; empty for the whole of it
 * @param code one stable word for programs
 * @param detail one sentence for people, without any value of a secret
 */
public record Violation(String pointer, String code, String detail) {}
