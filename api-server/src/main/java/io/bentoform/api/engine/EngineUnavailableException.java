package io.bentoform.api.engine;

/**
 * An engine cannot be used now; the same call can succeed later. The message is for users: which
 * cluster, why, and what to do. It never contains a value.
 */
public final class EngineUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String message;

  public EngineUnavailableException(String message) {
    super(message);
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
