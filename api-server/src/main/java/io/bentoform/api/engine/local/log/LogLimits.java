package io.bentoform.api.engine.local.log;

/**
 * How much of the output of one replica or build is kept.
 *
 * @param bytes the size at which a file is rotated; one that is written to fast exceeds it by what
 *     comes within a second
 * @param files how many files are kept, with the one that is written to; at least 2, so that a
 *     follower that is behind finds the rest of what was rotated
 */
public record LogLimits(long bytes, int files) {
  /** What a Kubernetes node keeps of a container. */
  public static final LogLimits DEFAULT = new LogLimits(10L << 20, 5);

  public LogLimits {
    if (bytes < 1 || files < 2) {
      throw new IllegalArgumentException("a log needs at least 1 byte and 2 files");
    }
  }
}
