package io.bentoform.api.bento;

import java.time.Duration;

/**
 * Limits of an upload.
 *
 * @param bytes of the largest archive
 * @param patience how long a transfer may go on with next to no progress
 */
public record ArchiveLimits(long bytes, Duration patience) {}
