package io.bentoform.api;

import java.time.Duration;

/**
 * How long things are kept that nobody asks to remove.
 *
 * @param trash files that nothing refers to
 * @param audit records of changes
 * @param revisions how many of each deployment and secret
 * @param environments Python environments since their last use
 * @param logs of builds and replicas that ended, since their last line
 * @param packages downloaded Python packages, since the last build that installed them
 */
public record Retention(
    Duration trash,
    Duration audit,
    int revisions,
    Duration environments,
    Duration logs,
    Duration packages) {}
