package io.bentoform.api.db;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The unique name of an object: 24 hexadecimal digits, 96 random bits. */
public final class Uid {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Uid() {}

  /** The uid that a client chose, else a new one. */
  public static String chosen(@Nullable String sent) {
    return sent == null ? next() : sent;
  }

  public static String next() {
    byte[] bytes = new byte[12];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
