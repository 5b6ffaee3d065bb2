package io.bentoform.api.conformance;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One run of the suite. The passes follow each other on the same database, so that a later one
 * meets what an earlier one left. There is one plain pass unless {@code
 * -Dconformance.passes=plain,plain,restarting} asks for more.
 */
enum Pass {
  /** The commands, one after the other. */
  PLAIN,
  /** The same with the server restarted between each command. */
  RESTARTING;

  static Stream<Pass> chosen() {
    return Arrays.stream(System.getProperty("conformance.passes", "plain").split(","))
        .map(word -> valueOf(word.strip().toUpperCase(Locale.ROOT)));
  }
}
