package io.bentoform.api.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.http.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HclWriterTest {
  private static final Pattern UNIT =
      Pattern.compile(
          "\\$\\$\\{|%%\\{|\\\\[nrt\"\\\\]|\\\\u[0-9a-f]{4}|\\\\U[0-9a-f]{8}|[$%](?!\\{)|[^\"\\\\$%\\p{Cntrl}]");

  /** Strings in which quotes, escapes and the beginnings of templates are frequent. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(40),
        Arbitraries.of("$", "{", "%", "}", "\"", "\\", "\n", "\r", "\t", "\u0001", "é", "😀", "a")
            .list()
            .ofMaxSize(20)
            .map(list -> String.join("", list)));
  }

  @Property
  void a_string_is_read_back_as_it_was(@ForAll("texts") String text) {
    String quoted = HclWriter.quoted(text);

    assertThat(quoted).startsWith("\"").endsWith("\"").hasSizeGreaterThan(1);
    assertThat(read(quoted.substring(1, quoted.length() - 1))).isEqualTo(text);
  }

  /**
   * As the lexer of HCL reads the inside of a string, in which no template begins and no line ends.
   */
  private static String read(String inside) {
    StringBuilder text = new StringBuilder();
    Matcher units = UNIT.matcher(inside);
    int end = 0;
    while (units.find()) {
      assertThat(units.start()).as("nothing between units of %s", inside).isEqualTo(end);
      end = units.end();
      text.append(meaning(units.group()));
    }
    assertThat(end).isEqualTo(inside.length());
    return text.toString();
  }

  private static String meaning(String unit) {
    return switch (unit) {
      case "$${", "%%{" -> unit.substring(1);
      case "\\n" -> "\n";
      case "\\r" -> "\r";
      case "\\t" -> "\t";
      case "\\\"", "\\\\" -> unit.substring(1);
      default ->
          unit.startsWith("\\")
              ? Character.toString(Integer.parseInt(unit.substring(2), 16))
              : unit;
    };
  }

  @Example
  void attributes_of_one_line_have_their_signs_below_each_other_and_keywords_are_quoted()
      throws Exception {
    Map<String, Expression> attributes = new LinkedHashMap<>();
    attributes.put("a", Expression.text("é"));
    attributes.put("longer", new Expression.Tuple(List.of(Expression.verbatim("x.y"))));
    attributes.put(
        "json",
        new Expression.Call(
            "jsonencode",
            Expression.of(
                Json.MAPPER.readTree("{\"for\": {\"a b\": [1.50, null, true]}, \"é\": {}}"))));
    attributes.put("end", new Expression.Fields(Map.of("k", Expression.verbatim("1"))));

    assertThat(new HclWriter().block("resource", List.of("t", "n"), attributes).text())
        .isEqualTo(
            """
            resource "t" "n" {
              a      = "é"
              longer = [x.y]
              json = jsonencode({
                "for" = {
                  "a b" = [1.5, null, true]
                }
                "é" = {}
              })
              end = { k = 1 }
            }
            """);
  }

  @Example
  void names_are_given_once_and_never_one_that_terraform_keeps() {
    Identifiers variables = Identifiers.ofVariables();

    assertThat(variables.next("for_each")).isEqualTo("for_each_2");
    assertThat(variables.next("1-a")).isEqualTo("_1_a");
    assertThat(variables.next("1.a")).isEqualTo("_1_a_2");
  }
}
