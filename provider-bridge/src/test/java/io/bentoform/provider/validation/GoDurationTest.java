package io.bentoform.provider.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {

  @ParameterizedTest
  @CsvSource({"20m, 1200", "1h30m, 5400", "90s, 90", "1.5h, 5400", "1h1m1s, 3661"})
  void durations_read_as_in_go(String text, long seconds) {
    assertThat(GoDuration.parse(text).orElseThrow().toSeconds()).isEqualTo(seconds);
  }

  @ParameterizedTest
  @CsvSource({"20", "m", "-5m", "0s", "5 m", "5d"})
  void other_durations_are_refused(String text) {
    assertThat(GoDuration.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1200000, 20m", "5400000, 1h30m", "45000, 45s", "3661000, 1h1m1s", "1500, 1s500ms"})
  void durations_are_written_as_in_go(long milliseconds, String text) {
    assertThat(GoDuration.format(Duration.ofMillis(milliseconds))).isEqualTo(text);
    assertThat(GoDuration.parse(text)).contains(Duration.ofMillis(milliseconds));
  }
}
