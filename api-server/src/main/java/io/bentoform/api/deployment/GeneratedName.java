package io.bentoform.api.deployment;

import java.security.SecureRandom;

/** The default name of a deployment: the bento's name and four random characters. */
final class GeneratedName {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final SecureRandom RANDOM = new SecureRandom();

  private GeneratedName() {}

  static String of(String bento) {
    String base = bento.replaceAll("[^a-z0-9]+", "-").replaceAll("^[^a-z]+", "");
    StringBuilder name = new StringBuilder(base.isEmpty() ? "bento" : base);
    name.setLength(Math.min(name.length(), 58));
    name.append('-');
    RANDOM.ints(4, 0, LETTERS.length()).forEach(i -> name.append(LETTERS.charAt(i)));
    return name.toString();
  }
}
