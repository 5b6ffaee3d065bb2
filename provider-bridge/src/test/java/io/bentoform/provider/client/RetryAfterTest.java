package io.bentoform.provider.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a server asks to wait. */
class RetryAfterTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-27T10:00:00Z"), ZoneOffset.UTC);

  private static Duration of(Map<String, String> headers) {
    Map<String, List<String>> all = new TreeMap<>();
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    return RetryAfter.of(HttpHeaders.of(all, (name, value) -> true), CLOCK);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "7 | 7",
        " 30 | 30",
        "3601 | 3600",
        "99999999999999999999999 | 3600",
        "Fri, 27 Nov 2026 10:00:05 GMT | 5",
        "Fri, 27 Nov 2026 09:59:00 GMT | 0",
        "Sat, 28 Nov 2026 10:00:00 GMT | 3600",
        "Mon, 27 Nov 2026 10:00:05 GMT | 0",
        "2026-11-27T10:00:05Z | 0",
        "-5 | 0",
        "1.5 | 0",
        "soon | 0",
        "'' | 0"
      })
  void seconds_and_http_dates_are_understood_and_bounded(String text, long seconds) {
    assertThat(of(Map.of("Retry-After", text))).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void a_date_is_compared_with_the_clock_of_the_server_if_its_answer_has_one() {
    Map<String, String> headers =
        Map.of(
            "Retry-After",
            "Fri, 27 Nov 2026 12:00:05 GMT",
            "Date",
            "Fri, 27 Nov 2026 12:00:00 GMT");

    assertThat(of(headers)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void without_the_header_nothing_is_waited_for() {
    assertThat(of(Map.of())).isZero();
  }
}
