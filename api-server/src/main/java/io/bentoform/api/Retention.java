package io.bentoform.api;

import java.time.Duration;

/**
 * How long things are kept that nobody asks to remove.
 *
 * @param trash files that nothing refers to
 * @param audit records of changes
 * @param revisions how many of each deployment and secret
 * @param environments Python environments since their last use
 */
public record Retention(Duration trash, Duration audit, int revisions, Duration environments) {}
