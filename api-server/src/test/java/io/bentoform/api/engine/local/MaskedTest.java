package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.crypto.Hidden;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class MaskedTest {
  private static String masked(List<String> values, byte[] output, int chunk) throws IOException {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    try (Masked masked = new Masked(shown, values.stream().map(Hidden::of).toList())) {
      for (int from = 0; from < output.length; from += chunk) {
        masked.write(output, from, Math.min(chunk, output.length - from));
      }
    }
    return shown.toString(StandardCharsets.UTF_8);
  }

  private static String masked(List<String> values, String output) throws IOException {
    return masked(values, output.getBytes(StandardCharsets.UTF_8), 3);
  }

  @Property(tries = 300)
  void a_value_is_masked_wherever_the_output_is_cut(
      @ForAll @AlphaChars @StringLength(min = 4, max = 12) String value,
      @ForAll @Chars({'1', '2', '\n', '=', 'ö'}) @StringLength(max = 30) String before,
      @ForAll @Chars({'1', '2', '\n', '=', 'ö'}) @StringLength(max = 30) String after,
      @ForAll @IntRange(min = 1, max = 20) int chunk)
      throws IOException {
    byte[] output = (before + value + after).getBytes(StandardCharsets.UTF_8);

    assertThat(masked(List.of(value), output, chunk)).isEqualTo(before + "***" + after);
  }

  @Test
  void a_value_that_is_a_part_of_another_does_not_show_the_rest_of_it() throws IOException {
    assertThat(masked(List.of("token", "token-and-more"), "a token-and-more b token c"))
        .isEqualTo("a *** b *** c");
    assertThat(masked(List.of("token", "token-and-more"), "token-and-")).isEqualTo("***-and-");
  }

  @Test
  void each_line_of_a_value_is_masked_but_those_that_could_be_anything() throws IOException {
    assertThat(masked(List.of("first\r\n}\nlast"), "last {first} and }"))
        .isEqualTo("*** {***} and }");
  }

  @Test
  void without_secrets_everything_goes_through_at_once() throws IOException {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    try (Masked masked = new Masked(shown, List.of())) {
      masked.write("no end of line".getBytes(StandardCharsets.UTF_8));
      assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("no end of line");
    }
  }
}
