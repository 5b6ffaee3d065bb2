package io.bentoform.api.crypto;

/** A sealed text cannot be opened: another key, another context, or a flipped bit. */
public final class UnsealException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnsealException(String message) {
    super(message);
  }
}
