package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.validation.Names;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Generates deployment names: the name of the bento, converted to a valid deployment name, and a
 * random suffix. The API requires names that start with a letter (RFC 1035 labels).
 */
final class GeneratedName {

  static final int RANDOM_BYTES = 4;

  private static final String FALLBACK = "bento";

  private GeneratedName() {}

  /**
   * Generates a name.
   *
   * @param bento {@code name:version}
   * @param random of {@link #RANDOM_BYTES} bytes
   */
  static String of(String bento, byte[] random) {
    String suffix = "-" + HexFormat.of().formatHex(random);
    String plain =
        bento.replaceFirst(":.*", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String stem = plain.matches("[a-z].*") ? plain : FALLBACK + "-" + plain.replaceFirst("^-", "");
    int room = Names.LABEL_LENGTH - suffix.length();
    String cut = stem.substring(0, Math.min(stem.length(), room)).replaceFirst("-+$", "");
    return cut + suffix;
  }
}
