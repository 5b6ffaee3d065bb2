package io.bentoform.provider.client;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The header {@code Retry-After}, in seconds or as an HTTP date (RFC 9110, section 10.2.3). A date
 * is compared with the server's own clock, which is in {@code Date}: that of this machine may
 * differ.
 */
final class RetryAfter {

  /** What a server can ask for at most: the caller's own limit is far below. */
  static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  /** How long to wait, from zero to {@link #LONGEST}; zero where nothing legible is said. */
  static Duration of(HttpHeaders headers, Clock clock) {
    String text = headers.firstValue("Retry-After").orElse("").strip();
    if (text.matches("\\d+")) {
      // More digits than a long has are many seconds all the same.
      return text.length() > 9 ? LONGEST : bounded(Duration.ofSeconds(Long.parseLong(text)));
    }
    return date(text)
        .map(
            until -> {
              Instant now =
                  headers.firstValue("Date").flatMap(RetryAfter::date).orElseGet(clock::instant);
              return bounded(Duration.between(now, until));
            })
        .orElse(Duration.ZERO);
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip())));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration time) {
    if (time.isNegative()) {
      return Duration.ZERO;
    }
    return time.compareTo(LONGEST) > 0 ? LONGEST : time;
  }
}
