package io.bentoform.provider.walk;

import io.bentoform.provider.cty.Value;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What belongs to one walk alone.
 *
 * @param prefix of all names that it uses
 * @param canary a word that is in each of its values and must be nowhere else
 */
record Surroundings(String prefix, String canary) {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final SecureRandom RANDOM = new SecureRandom();

  static Surroundings fresh() {
    byte[] random = new byte[9];
    RANDOM.nextBytes(random);
    String canary = "canary" + HexFormat.of().formatHex(random);
    return new Surroundings("w" + COUNT.incrementAndGet(), canary);
  }

  String name(String label, int variant) {
    return prefix + "-" + label + (variant % 2 == 0 ? "" : "-renamed");
  }

  /** The name of the secret that is made elsewhere. */
  String elsewhere() {
    return prefix + "-elsewhere";
  }

  /** A value, some of them with what must be escaped. */
  Value value(int number) {
    String text = canary + number;
    return Value.text(
        switch (number % 3) {
          case 0 -> text;
          case 1 -> "{\"" + text + "\": '\\'}\n\té" + text;
          default -> text + "/" + text + " = ${" + text + "}";
        });
  }
}
