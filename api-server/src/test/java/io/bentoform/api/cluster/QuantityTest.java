package io.bentoform.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({"500m, 500", "2, 2000", "0.25, 250", "999999999, 999999999000"})
  void processors_are_counted_in_thousandths(String quantity, long milli) {
    assertThat(Quantity.milli(quantity)).isEqualTo(milli);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "2k, 2000",
    "2Ki, 2048",
    "512Mi, 536870912",
    "43Gi, 46170898432",
    "3G, 3000000000",
    "999999999999999999Pi, 9223372036854775807"
  })
  void memory_is_counted_in_bytes_up_to_the_largest_number(String quantity, long bytes) {
    assertThat(Quantity.whole(quantity)).isEqualTo(bytes);
  }
}
