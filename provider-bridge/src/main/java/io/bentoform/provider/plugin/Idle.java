package io.bentoform.provider.plugin;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a warm process stays without a host, as users write it: {@code 90s}, {@code 5m}. */
final class Idle {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,6})(ms|s|m|h)");

  private Idle() {}

  /** Empty when the text is not such a time. */
  static Optional<Duration> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofHours(number);
        });
  }
}
