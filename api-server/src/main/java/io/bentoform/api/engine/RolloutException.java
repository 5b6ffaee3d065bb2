package io.bentoform.api.engine;

import org.jspecify.annotations.Nullable;

/**
 * A deployment could not be made to run as specified. The message is for users: what happened, to
 * which deployment, which log file to read, what to do next. It never contains a value.
 */
public final class RolloutException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The phase of the rollout that failed. */
  public enum Phase {
    /** The archive could not be unpacked or the environment could not be built. */
    BUILD,
    /** A replica did not become ready. */
    START
  }

  private final Phase phase;

  public RolloutException(Phase phase, String message) {
    this(phase, message, null);
  }

  public RolloutException(Phase phase, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.phase = phase;
  }

  public Phase phase() {
    return phase;
  }
}
