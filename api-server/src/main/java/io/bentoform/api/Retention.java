package io.bentoform.api;

import java.time.Duration;

/**
 * How long data is kept.
 *
 * @param trash unreferenced files
 * @param audit audit records
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
