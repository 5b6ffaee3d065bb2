package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/** Filling the keys of a secret from a pasted text. */
final class SecretPasteTest extends SecretPagesTest {
  @Test
  void a_pasted_text_says_what_it_adds_and_fills_the_keys() {
    openForm();
    field("Name").fill(name);
    Locator dialog = paste("ONE=canary-93bd21\nTWO=\"a\nb\"\n");
    assertThat(dialog).containsText("Adds 2 keys: ONE, TWO");
    picture("secret-paste");
    button("Fill in").click();

    assertThat(dialog).isHidden();
    assertThat(button("Paste …")).isFocused();
    assertThat(in(row(1), "Value")).hasAttribute("type", "password");
    save();
    assertThat(holds("ONE", "canary-93bd21")).isTrue();
    assertThat(holds("TWO", "a\\nb")).isTrue();
    assertForgotten("canary-93bd21");
  }

  @Test
  void a_pasted_text_replaces_values_and_removes_keys_only_when_asked() {
    secret("env");
    openEdit();
    Locator dialog = paste("{\"TWO\": \"new\", \"THREE\": \"3\"}");
    assertThat(dialog).containsText("Adds 1 key: THREE");
    assertThat(dialog).containsText("Replaces the value of 1 key: TWO");
    assertThat(dialog).containsText("Leaves 1 key: ONE");
    page.getByLabel("Remove the keys that are not in the text").check();
    assertThat(dialog).containsText("Removes 1 key: ONE");
    button("Fill in").click();
    assertThat(dialog).isHidden();
    save();

    assertThat(stored().texts("/content/items", "key")).containsExactlyInAnyOrder("TWO", "THREE");
    assertThat(holds("TWO", "new")).isTrue();
  }

  @Test
  void a_text_that_is_cancelled_is_forgotten() {
    openForm();
    Locator dialog = paste("ONE=canary-14cc90");
    page.keyboard().press("Escape");

    assertThat(dialog).isHidden();
    assertThat(button("Paste …")).isFocused();
    assertThat(in(row(1), "Value")).hasValue("");
    assertThat(page.locator("textarea")).hasValue("");
  }

  private Locator paste(String text) {
    button("Paste …").click();
    page.locator("#paste-text").fill(text);
    return page.getByRole(AriaRole.DIALOG);
  }
}
