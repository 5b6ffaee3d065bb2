package io.bentoform.provider.validation;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Generates names for objects that are configured without one: what they are about, converted to a
 * DNS label that starts with a letter (RFC 1035), and a random suffix.
 */
public final class GeneratedName {

  static final int RANDOM_BYTES = 4;

  private GeneratedName() {}

  /**
   * Generates a name.
   *
   * @param about what the object is about, any text
   * @param prefix what the name begins with if the text does not start with a letter
   */
  public static String of(String about, String prefix) {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return of(about, prefix, random);
  }

  static String of(String about, String prefix, byte[] random) {
    String suffix = "-" + HexFormat.of().formatHex(random);
    String plain = about.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String stem = plain.matches("[a-z].*") ? plain : prefix + "-" + plain.replaceFirst("^-", "");
    int room = Names.LABEL_LENGTH - suffix.length();
    String cut = stem.substring(0, Math.min(stem.length(), room)).replaceFirst("-+$", "");
    return cut + suffix;
  }
}
