package io.bentoform.provider.client;

import java.util.HashSet;
import java.util.Set;

/**
 * Withholds texts of a foreign service that repeat a secret value: as it is, or escaped as in JSON,
 * as Go quotes it, or as in an address, also several times over. A value of less than four
 * characters is in too many texts by chance, and says nothing there.
 */
final class Redaction {

  static final String WITHHELD = "(text withheld: it repeats a secret value)";

  private static final int SHORTEST = 4;
  private static final int LAYERS = 3;

  private Redaction() {}

  /** The text, or that it is withheld. */
  static String of(String text, Set<String> values) {
    Set<String> forms = forms(text);
    boolean repeats =
        values.stream()
            .filter(value -> value.codePointCount(0, value.length()) >= SHORTEST)
            .anyMatch(value -> forms.stream().anyMatch(form -> form.contains(value)));
    return repeats ? WITHHELD : text;
  }

  /** The text as it came, and what it may have been before it was escaped. */
  private static Set<String> forms(String text) {
    Set<String> all = new HashSet<>(Set.of(text));
    Set<String> latest = all;
    for (int i = 0; i < LAYERS; i++) {
      Set<String> plainer = new HashSet<>();
      for (String form : latest) {
        plainer.add(Escapes.withoutBackslashes(form));
        plainer.add(Escapes.withoutPercents(form, false));
        plainer.add(Escapes.withoutPercents(form, true));
      }
      plainer.removeAll(all);
      all.addAll(plainer);
      latest = plainer;
    }
    return all;
  }
}
