package io.bentoform.provider.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GeneratedNameTest {

  /** The rule of the API, as its document has it. */
  private static final Pattern RULE = rule();

  private static Pattern rule() {
    try {
      String document = Files.readString(Path.of("../schema/openapi.yaml"));
      String request = document.substring(document.indexOf("    DeploymentRequest:"));
      Matcher pattern = Pattern.compile("name: \\{.*pattern: \"(.*)\"").matcher(request);
      assertThat(pattern.find()).isTrue();
      return Pattern.compile(pattern.group(1));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** All that may be a bento: what the API takes, and of any length. */
  @Provide
  Arbitrary<String> bentos() {
    Arbitrary<String> ends = Arbitraries.strings().withCharRange('a', 'z').numeric().ofLength(1);
    Arbitrary<String> middle =
        Arbitraries.strings().withCharRange('a', 'z').numeric().withChars("-._").ofMaxLength(90);
    Arbitrary<String> names =
        Arbitraries.oneOf(ends, Combinators.combine(ends, middle, ends).as((a, b, c) -> a + b + c));
    return Combinators.combine(names, Arbitraries.of("v1", "1.0_RC", "latest"))
        .as((name, version) -> name + ":" + version);
  }

  @Property
  void a_generated_name_is_one_that_the_api_takes_whatever_the_bento_is(
      @ForAll("bentos") String bento, @ForAll @Size(GeneratedName.RANDOM_BYTES) byte[] random) {
    assertThat(GeneratedName.of(bento.replaceFirst(":.*", ""), "bento", random)).matches(RULE);
  }

  @Property
  void so_is_one_for_a_text_that_is_no_bento(
      @ForAll String bento, @ForAll @Size(GeneratedName.RANDOM_BYTES) byte[] random) {
    assertThat(GeneratedName.of(bento.replaceFirst(":.*", ""), "bento", random)).matches(RULE);
  }

  @Test
  void it_tells_the_bento() {
    byte[] random = {1, 2, 3, (byte) 0xff};
    assertThat(GeneratedName.of("fingerprint", "bento", random)).isEqualTo("fingerprint-010203ff");
    assertThat(GeneratedName.of("7b_model.chat", "bento", random))
        .isEqualTo("bento-7b-model-chat-010203ff");
  }
}
