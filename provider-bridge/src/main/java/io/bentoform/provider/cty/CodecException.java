package io.bentoform.provider.cty;

/** The input is not a value of the expected type. The message never contains a value. */
public final class CodecException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CodecException(String message) {
    super(message);
  }
}
