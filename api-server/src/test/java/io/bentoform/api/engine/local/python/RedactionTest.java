package io.bentoform.api.engine.local.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.crypto.Hidden;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class RedactionTest {
  private static Redaction redaction(String... values) {
    return new Redaction(Arrays.stream(values).map(Hidden::of).toList());
  }

  private static String inChunks(Redaction redaction, String text, int size) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] all = text.getBytes(StandardCharsets.UTF_8);
    try (OutputStream masking = redaction.over(bytes)) {
      for (int at = 0; at < all.length; at += size) {
        masking.write(all, at, Math.min(size, all.length - at));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void the_longest_value_is_masked_as_one() {
    assertThat(redaction("abcd", "abcdef", "bc").of("abcdef abcde bc")).isEqualTo("*** ***e bc");
  }

  @Test
  void nothing_is_left_of_values_that_overlap() {
    assertThat(redaction("abcd", "cdef").of("<abcdef>")).isEqualTo("<***>");
  }

  @Test
  void every_line_of_a_value_is_masked_by_itself() {
    Redaction key = redaction("-----BEGIN KEY-----\r\n  c2VjcmV0\n\nab\n-----END KEY-----\n");

    assertThat(key.of("+ c2VjcmV0 ab\n\n    next")).isEqualTo("+ *** ab\n\n    next");
    assertThat(key.of("-----BEGIN KEY----- c2VjcmV0")).isEqualTo("*** ***");
  }

  @Test
  void what_cannot_become_a_value_is_not_held_back() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream masking = redaction("canary").over(bytes)) {
      masking.write("one can".getBytes(StandardCharsets.UTF_8));
      assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("one ");
      masking.write("ary can".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("one *** can");
  }

  @Test
  void credentials_of_the_server_that_a_build_sees_are_found() {
    List<Hidden> found =
        BuildEnvironment.credentials(
            Map.of(
                "PIP_INDEX_URL", "https://reader:p-one@index.invalid/simple",
                "https_proxy", "http://t-two@proxy.invalid:3128",
                "UV_INDEX_INNER_PASSWORD", "p-three",
                "UV_CACHE_DIR", "/cache",
                "DATABASE_PASSWORD", "not passed on"));

    assertThat(found)
        .extracting(Hidden::reveal)
        .containsExactlyInAnyOrder("p-one", "t-two", "p-three");
  }

  @Property(tries = 300)
  void no_value_survives_wherever_the_output_is_cut(
      @ForAll @Size(min = 1, max = 4)
          List<@StringLength(min = 4, max = 7) @CharRange(from = 'a', to = 'b') String> values,
      @ForAll @StringLength(max = 40) @CharRange(from = 'a', to = 'c') String text,
      @ForAll @IntRange(min = 1, max = 9) int size)
      throws IOException {
    Redaction redaction = redaction(values.toArray(String[]::new));

    String masked = inChunks(redaction, text, size);

    assertThat(masked).isEqualTo(redaction.of(text));
    assertThat(values).noneMatch(masked::contains);
    if (values.stream().noneMatch(text::contains)) {
      assertThat(masked).isEqualTo(text);
    }
  }
}
