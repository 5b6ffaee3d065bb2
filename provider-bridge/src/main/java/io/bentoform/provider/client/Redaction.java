package io.bentoform.provider.client;

import java.util.HashSet;
import java.util.Set;

/**
 * Withholds messages of the API that contain a secret value: plain, or escaped as in JSON, Go or
 * URLs, up to three times. Values of fewer than four characters are ignored, as they match too many
 * messages by chance.
 */
final class Redaction {

  static final String WITHHELD = "(message withheld: it contains a secret value)";

  private static final int SHORTEST = 4;
  private static final int LAYERS = 3;

  private Redaction() {}

  /** The text, or {@link #WITHHELD}. */
  static String of(String text, Set<String> values) {
    Set<String> forms = forms(text);
    boolean repeats =
        values.stream()
            .filter(value -> value.codePointCount(0, value.length()) >= SHORTEST)
            .anyMatch(value -> forms.stream().anyMatch(form -> form.contains(value)));
    return repeats ? WITHHELD : text;
  }

  /** The text and its unescaped forms. */
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
