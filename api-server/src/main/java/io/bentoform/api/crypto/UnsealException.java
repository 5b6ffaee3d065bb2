package io.bentoform.api.crypto;

/** A sealed text does not open: another key, another place, or a flipped bit. Says nothing more. */
public final class UnsealException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnsealException(String message) {
    super(message);
  }
}
