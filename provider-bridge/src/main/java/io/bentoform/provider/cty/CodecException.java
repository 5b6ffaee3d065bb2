package io.bentoform.provider.cty;

/** Bytes that do not hold a value of the expected type. The text never contains a value. */
public final class CodecException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CodecException(String message) {
    super(message);
  }
}
