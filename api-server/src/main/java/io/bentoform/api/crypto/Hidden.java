package io.bentoform.api.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A secret value with no text form: it cannot be concatenated, logged, serialised or compared by
 * accident. Code that needs the value calls {@link #reveal()}, which is easy to search for.
 */
public final class Hidden {
  private final String value;

  private Hidden(String value) {
    this.value = value;
  }

  public static Hidden of(String value) {
    return new Hidden(value);
  }

  /** The value itself. Callers must not let it reach a log, an error, an answer or a plain row. */
  public String reveal() {
    return value;
  }

  /** The size in bytes of the UTF-8 form. */
  public int size() {
    return value.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Compares in a time that depends on the length alone. */
  public boolean matches(Hidden other) {
    return MessageDigest.isEqual(
        value.getBytes(StandardCharsets.UTF_8), other.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "(hidden)";
  }
}
