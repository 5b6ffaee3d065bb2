package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Changing secrets in a browser. */
final class SecretEditTest extends SecretPagesTest {
  @Test
  void a_value_is_kept_until_it_is_replaced() {
    secret("env");
    openEdit();
    button(row(2), "Replace").click();
    assertThat(in(row(2), "Value")).isFocused();
    in(row(2), "Value").fill("canary-e08b17");
    picture("secret-edit");
    save();

    assertThat(page.getByText("Saved as revision 2.")).isVisible();
    assertThat(stored().texts("/content/items", "revision")).containsExactly("1", "2");
    assertThat(holds("ONE", "1")).isTrue();
    assertThat(holds("TWO", "canary-e08b17")).isTrue();
    assertThat(stored().at("/content/stage").asText()).isEqualTo("all");
    assertForgotten("canary-e08b17");
  }

  @Test
  void a_replaced_value_can_be_kept_again() {
    secret("env");
    openEdit();
    button(row(1), "Replace").click();
    in(row(1), "Value").fill("typed by mistake");
    button(row(1), "Keep the stored value").click();
    assertThat(button(row(1), "Replace")).isFocused();
    save();

    assertThat(page.getByText("Nothing has changed.")).isVisible();
    assertThat(holds("ONE", "1")).isTrue();
  }

  @Test
  void the_name_of_a_stored_key_cannot_be_changed_and_the_form_says_why() {
    secret("env");
    openEdit();

    assertThat(in(row(1), "Key")).hasAttribute("readonly", "");
    assertThat(in(row(1), "Key"))
        .hasAccessibleDescription(
            Pattern.compile("cannot be changed: deployments know the value by it"));
    assertThat(field("Name")).hasCount(0);
  }

  @Test
  void a_change_by_somebody_else_is_told_and_what_was_typed_is_kept() {
    secret("env");
    openEdit();
    button(row(1), "Replace").click();
    in(row(1), "Value").fill("mine");
    elsewhere("{\"key\": \"ONE\", \"value\": \"theirs\"}, {\"key\": \"NEW\", \"value\": \"3\"}");
    button("Save").click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("is at revision 2 now");
    assertThat(in(row(1), "Value")).hasValue("mine");
    picture("secret-conflict");
    button("Take up the other change").click();
    assertThat(in(row(2), "Key")).hasValue("NEW");
    assertThat(in(row(1), "Value")).hasValue("mine");
    save();

    assertThat(stored().at("/revision").asInt()).isEqualTo(3);
    assertThat(stored().texts("/content/items", "key")).containsExactly("ONE", "NEW");
    assertThat(holds("ONE", "mine")).isTrue();
    assertThat(holds("NEW", "3")).isTrue();
  }

  private void elsewhere(String items) {
    String body = "{\"content\": {\"type\": \"env\", \"stage\": \"all\", \"items\": [%s]}}";
    assertThat(server.call("PATCH", SECRETS + "/" + name, body.formatted(items)).status())
        .isEqualTo(200);
  }

  @Test
  void a_secret_that_is_not_there_is_told() {
    page.navigate("/secrets/" + name + "/edit");

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("There is no secret " + name);
  }
}
