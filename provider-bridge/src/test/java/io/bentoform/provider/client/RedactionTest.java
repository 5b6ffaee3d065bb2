package io.bentoform.provider.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  /** Values of any characters, but no halves of them, which no request can carry. */
  @Provide
  Arbitrary<String> values() {
    return Arbitraries.strings()
        .withCharRange(' ', '~')
        .withChars("\n\r\t\"\\/%+&ä€\u0001\u007f")
        .ofMinLength(4)
        .ofMaxLength(40);
  }

  private static void assertWithheld(String text, String value) {
    assertThat(Redaction.of("no: " + text + " is bad", Set.of(value)))
        .isEqualTo(Redaction.WITHHELD);
  }

  @Property
  void a_value_is_withheld_as_it_is_and_escaped_as_json_or_in_an_address(
      @ForAll("values") String value) {
    assertWithheld(value, value);
    assertWithheld(Json.write(value), value);
    assertWithheld(Json.write(Json.write(value)), value);
    assertWithheld(URLEncoder.encode(value, StandardCharsets.UTF_8), value);
    assertWithheld(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"), value);
    assertWithheld(Json.write(URLEncoder.encode(value, StandardCharsets.UTF_8)), value);
  }

  @Property
  void a_value_is_withheld_quoted_as_go_quotes_it(@ForAll("values") String value) {
    StringBuilder go = new StringBuilder();
    StringBuilder ascii = new StringBuilder();
    value
        .codePoints()
        .forEach(
            c -> {
              String plain = Character.toString(c);
              String escaped =
                  switch (c) {
                    case '"', '\\' -> "\\" + plain;
                    case '\n' -> "\\n";
                    case '\r' -> "\\r";
                    case '\t' -> "\\t";
                    default -> c < ' ' || c == 0x7f ? "\\x%02x".formatted(c) : plain;
                  };
              go.append(escaped);
              ascii.append(c > 0x7f ? "\\u%04x".formatted(c) : escaped);
            });
    assertWithheld("\"" + go + "\"", value);
    assertWithheld("\"" + ascii + "\"", value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p\\u00e4ss w\\u006frd",
        "p\\xc3\\xa4ss word",
        "p\\303\\244ss word",
        "p\\U000000e4ss word",
        "p%C3%a4ss+word",
        "\\\"p\\\\u00e4ss word\\\""
      })
  void other_ways_to_escape_are_known_too(String text) {
    assertWithheld(text, "päss word");
  }

  @Test
  void a_character_of_two_halves_is_known_in_json() {
    assertWithheld("key\\ud83d\\udd11key", "key🔑key");
  }

  @Test
  void a_value_of_less_than_four_characters_withholds_nothing() {
    String text = "The limit of 1 MiB and 100 keys is exceeded.";
    assertThat(Redaction.of(text, Set.of("1", "100", "", "is"))).isEqualTo(text);
    assertThat(Redaction.of(text, Set.of("keys"))).isEqualTo(Redaction.WITHHELD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\", "a\\", "100%", "%zz", "\\u12", "\\ud83d", "\\x", "+", ""})
  void a_text_that_only_looks_escaped_stays_as_it_is(String text) {
    assertThat(Redaction.of(text, Set.of("value"))).isEqualTo(text);
  }
}
