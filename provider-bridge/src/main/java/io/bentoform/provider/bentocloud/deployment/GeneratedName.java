package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.bentocloud.Rules;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Names of deployments that the configuration leaves open: the name of the bento, as far as a name
 * of a deployment can say it, and something random. The API takes names that begin with a letter,
 * as services of a cluster have them (RFC 1035 label).
 */
final class GeneratedName {

  static final int RANDOM_BYTES = 4;

  private static final String FALLBACK = "bento";

  private GeneratedName() {}

  /**
   * A name.
   *
   * @param bento {@code name:version}
   * @param random of {@link #RANDOM_BYTES} bytes
   */
  static String of(String bento, byte[] random) {
    String suffix = "-" + HexFormat.of().formatHex(random);
    String plain =
        bento.replaceFirst(":.*", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String stem = plain.matches("[a-z].*") ? plain : FALLBACK + "-" + plain.replaceFirst("^-", "");
    int room = Rules.LABEL_LENGTH - suffix.length();
    String cut = stem.substring(0, Math.min(stem.length(), room)).replaceFirst("-+$", "");
    return cut + suffix;
  }
}
