package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Creating secrets from templates in a browser. */
final class SecretFromTemplateTest extends SecretPagesTest {
  @Test
  void a_template_fills_in_all_but_the_value() {
    page.navigate("/new/secret");
    page.getByText("OpenAI").first().click();
    assertThat(field("Name")).hasValue(Pattern.compile("openai-[a-z0-9]{4}"));
    assertThat(in(row(1), "Key")).hasValue("OPENAI_API_KEY");
    assertThat(in(row(1), "Value")).hasValue("");

    field("Name").fill(name);
    in(row(1), "Value").fill("sk-" + "a".repeat(40));
    picture("secret-template");
    save();

    assertThat(stored().texts("/content/items", "key"))
        .as("optional keys without a value are left out")
        .containsExactly("OPENAI_API_KEY");
    assertThat(holds("OPENAI_API_KEY", "sk-" + "a".repeat(40))).isTrue();
  }

  @Test
  void a_value_of_an_unusual_form_is_told_and_can_be_saved() {
    page.navigate("/new/secret?template=openai");
    field("Name").fill(name);
    in(row(1), "Value").fill("of another form");
    assertThat(row(1)).containsText("This does not have the usual form");
    save();

    assertThat(holds("OPENAI_API_KEY", "of another form")).isTrue();
  }

  @Test
  void back_leads_from_the_form_to_the_templates() {
    page.navigate("/new/secret");
    page.getByText("Custom", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(row(1)).isVisible();
    page.goBack();
    assertThat(page.getByText("OpenAI").first()).isVisible();

    page.getByText("Custom", new Page.GetByTextOptions().setExact(true)).click();
    link("Back").click();
    assertThat(page.getByText("OpenAI").first()).isVisible();
  }
}
