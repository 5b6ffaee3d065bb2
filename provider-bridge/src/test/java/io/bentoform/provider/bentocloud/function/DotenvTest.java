package io.bentoform.provider.bentocloud.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of {@code .env} files. */
class DotenvTest {

  @Test
  void plain_values_end_at_a_comment_or_at_the_end_of_the_line() throws Exception {
    assertThat(
            Dotenv.parse(
                """
                # a comment
                A=one
                export B = two words # a comment
                C=with#hash
                D=
                E=#
                """))
        .isEqualTo(Map.of("A", "one", "B", "two words", "C", "with#hash", "D", "", "E", ""));
  }

  @Test
  void quoted_values_keep_blanks_lines_and_escapes() throws Exception {
    assertThat(
            Dotenv.parse(
                """
                A=" blank # no comment " # a comment\r
                B="two
                lines\\nand \\"more\\""
                C='it\\'s $x \\n'
                D=''"""))
        .isEqualTo(
            Map.of(
                "A", " blank # no comment ",
                "B", "two\nlines\nand \"more\"",
                "C", "it's $x \\n",
                "D", ""));
  }

  @Test
  void the_last_value_of_a_key_counts() throws Exception {
    assertThat(Dotenv.parse("\uFEFFA=1\nA=2")).isEqualTo(Map.of("A", "2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"A=1\nB hidden", "A=1\nB=\"hidden", "A=1\nB='hidden' hidden", "A=1\n=hidden"})
  void what_is_wrong_is_told_by_line_and_never_with_a_value(String text) {
    assertThatThrownBy(() -> Dotenv.parse(text))
        .hasMessageStartingWith("Line 2")
        .message()
        .doesNotContain("hidden");
  }

  @Test
  void a_long_value_is_no_matter() throws Exception {
    String longest = "x".repeat(1 << 20);
    assertThat(Dotenv.parse("A=\"" + longest + "\"")).isEqualTo(Map.of("A", longest));
  }
}
