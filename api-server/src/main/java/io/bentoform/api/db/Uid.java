package io.bentoform.api.db;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The unique name of an object: 24 hexadecimal digits, 96 random bits. */
public final class Uid {
  /** The rule for a uid that a client chooses. */
  public static final String RULE = "A uid is 24 hexadecimal digits, lower case.";

  private static final SecureRandom RANDOM = new SecureRandom();

  private Uid() {}

  /** Whether the text has the form of a uid. */
  public static boolean isValid(String text) {
    return text.matches("[0-9a-f]{24}");
  }

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
