package io.bentoform.api.engine;

/**
 * What users should know of all that an engine runs.
 *
 * @param condition that is not met, as {@code Isolated}
 * @param reason one word for programs
 * @param message one sentence for users
 */
public record Notice(String condition, String reason, String message) {}
