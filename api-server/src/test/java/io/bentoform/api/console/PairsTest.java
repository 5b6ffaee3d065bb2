package io.bentoform.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.http.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pasted text is read as. */
final class PairsTest extends ConsoleTest {
  @BeforeEach
  void open() {
    page.navigate("/sign-in");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // .env
        "A=1\\nB=two words|A=1;B=two words",
        "# note\\n\\nexport A=1|A=1",
        "A=x=y#z|A=x=y#z",
        "A=x # note|A=x",
        "A=\"x # y\" # note|A=x # y",
        "A=\"1\\n2\"\\nB=3|A=1\\n2;B=3",
        "A=\"x\\\\ny\"|A=x\\ny",
        "A='x\\\\ny'|A=x\\\\ny",
        "A=|A=",
        "A=1\\nA=2|A=2",
        "A=1\\r\\nB=2|A=1;B=2",
        // JSON
        "{\"A\": \"1\", \"B\": true}|A=1;B=true",
        "{\"A\": 12345678901234567890, \"B\": 1.0}|A=12345678901234567890;B=1.0",
        // YAML
        "---\\nA: one two\\n'B': 'it''s' # note|A=one two;B=it's",
        "A: http://host:1/x#y|A=http://host:1/x#y",
        "A: \"x\\\\ty\"|A=x\\ty",
      })
  void a_text_is_read_as_keys_and_values(String text, String wanted) {
    JsonNode read = parse(text.translateEscapes());

    StringBuilder pairs = new StringBuilder();
    read.get("pairs")
        .forEach(
            pair ->
                pairs
                    .append(pairs.isEmpty() ? "" : ";")
                    .append(pair.get("key").asText())
                    .append('=')
                    .append(pair.get("value").asText()));
    assertThat(pairs.toString()).isEqualTo(wanted.translateEscapes());
    assertThat(read.get("problems")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "A=1\\nvery-secret|Line 2 is not of the form KEY=value.",
        "A=\"very-secret|Line 1: the quote of A is not closed.",
        "{\"A\": {\"B\": \"very-secret\"}}|The value of A is not text.",
        "{\"A\": null}|The value of A is not text.",
        "{\"A\": \"very-secret\"|This is not valid JSON.",
        "A: {very-secret}|Line 1: the value of A is not text on one line.",
        "A:\\n|Line 1: the value of A is not text on one line.",
        "very-secret|Line 1 is not of the form KEY: value, KEY=value or JSON.",
      })
  void what_is_wrong_is_told_without_a_value(String text, String problem) {
    assertThat(parse(text.translateEscapes()).get("problems"))
        .extracting(JsonNode::asText)
        .containsExactly(problem);
  }

  private JsonNode parse(String text) {
    Object read =
        page.evaluate(
            "text => import('/console/pairs.js').then(module => JSON.stringify(module.parse(text)))",
            text);
    try {
      return Json.MAPPER.readTree(read.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
