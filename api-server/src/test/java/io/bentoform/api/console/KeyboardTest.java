package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.bentoform.api.engine.SampleBento;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each flow by keyboard alone, and where the focus is after each dialog and on each new page. */
final class KeyboardTest extends SecretUseTest {
  /** More controls than any page has. */
  private static final int MOST = 150;

  @Test
  void signing_in_and_out() {
    browser.clearCookies();
    page.navigate("/secrets");
    assertThat(heading("Sign in")).isFocused();
    press("Tab");
    assertThat(field("API token")).isFocused();
    type(server.token());
    press("Enter");
    assertThat(heading("Secrets")).isFocused();

    choose(page.locator("summary"));
    choose(button("Sign out"));
    assertThat(heading("Sign in")).isFocused();
  }

  @Test
  void creating_a_secret_of_files() {
    choose(link("Secrets"));
    assertThat(heading("Secrets")).isFocused();
    choose(link("Create a secret").first());
    assertThat(heading("Create a secret")).isFocused();
    choose(
        page.getByRole(
            AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("^Custom"))));
    assertThat(field("Name")).isVisible();
    assertThat(heading("Create a secret")).isFocused();
    fillIn(field("Name"), name);
    tabTo(field("Environment variables"));
    press("ArrowDown");
    assertThat(field("Files")).isChecked();
    fillIn(in(row(1), "Key"), "ONE");
    fillIn(in(row(1), "Value"), "1");
    tabTo(button(row(1), "Show"));
    page.keyboard().down(" ");
    assertThat(in(row(1), "Value")).hasAttribute("type", "text");
    page.keyboard().up(" ");
    choose(button("Add a key"));
    assertThat(in(row(2), "Key")).isFocused();
    choose(button("Remove key 2"));
    assertThat(button("Add a key")).isFocused();
    choose(button("Save"));

    assertThat(heading(name)).isFocused();
    assertThat(holds("ONE", "1")).isTrue();
  }

  @Test
  void editing_a_value_and_restarting_what_uses_it() {
    secret("env");
    deploy("a");
    page.navigate("/secrets/" + name);
    choose(link("Edit"));
    assertThat(heading("Edit " + name)).isFocused();
    choose(button(row(1), "Replace"));
    assertThat(in(row(1), "Value")).isFocused();
    type("new");
    press("Enter");
    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    press("Escape");
    assertThat(in(row(1), "Value")).isFocused();
    assertThat(button("Save")).not().hasAttribute("aria-busy", "true");

    press("Enter");
    choose(button(page.getByRole(AriaRole.DIALOG), "Save"));
    assertThat(heading(name)).isFocused();
    choose(button("Restart it now"));
    assertThat(page.getByText("1 of 1 restart done.")).isVisible();
    assertFocusIn(page.getByRole(AriaRole.MAIN));

    choose(button("Restart " + name + "-a"));
    assertThat(uses().getByText("Up to date")).isVisible();
    assertFocusIn(uses());
  }

  private Locator uses() {
    return page.getByRole(
        AriaRole.REGION, new Page.GetByRoleOptions().setName("Deployments that use this secret"));
  }

  @Test
  void pasting_keys() {
    openForm();
    fillIn(field("Name"), name);
    choose(button("Paste …"));
    assertThat(page.locator("#paste-text")).isFocused();
    type("ONE=1\nTWO=2\n");
    press("Escape");
    assertThat(button("Paste …")).isFocused();
    assertThat(page.locator("#paste-text")).hasValue("");

    press("Enter");
    type("ONE=1\nTWO=2\n");
    choose(button("Fill in"));
    assertThat(button("Paste …")).isFocused();
    choose(button("Save"));

    assertThat(heading(name)).isFocused();
    assertThat(stored().texts("/content/items", "key")).containsExactly("ONE", "TWO");
  }

  @Test
  void deleting_a_secret() {
    secret("env");
    deploy("a");
    page.navigate("/secrets/" + name);
    assertThat(uses()).isVisible();
    choose(button("Delete"));
    assertFocusIn(page.getByRole(AriaRole.DIALOG));
    choose(button("Cancel"));
    assertThat(button("Delete")).isFocused();

    press("Enter");
    fillIn(page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.TEXTBOX), name);
    choose(button("Delete the secret"));

    assertThat(heading("Secrets")).isFocused();
    assertThat(stored().status()).isEqualTo(404);
  }

  @Test
  void creating_restarting_and_deleting_a_deployment() {
    secret("env");
    choose(link("Deployments"));
    choose(link("Create"));
    assertThat(heading("Create a deployment")).isFocused();
    fillIn(control(AriaRole.TEXTBOX, "Name"), name + "-a");
    fillIn(control(AriaRole.COMBOBOX, "Bento"), SampleBento.TAG);
    tabTo(control(AriaRole.CHECKBOX, name));
    press(" ");
    choose(button("Create"));
    assertThat(heading(name + "-a")).isFocused();
    assertThat(state("a").at("/secrets/0/name").asText()).isEqualTo(name);

    choose(button("Restart"));
    assertThat(page.getByText("2", new Page.GetByTextOptions().setExact(true))).isVisible();
    assertThat(button("Restart")).isEnabled();
    assertThat(button("Restart")).isFocused();

    choose(button("Delete"));
    assertFocusIn(page.getByRole(AriaRole.DIALOG));
    press("Escape");
    assertThat(button("Delete")).isFocused();
    press("Enter");
    choose(button("Delete the deployment"));
    assertThat(heading("Deployments")).isFocused();
  }

  private void press(String key) {
    page.keyboard().press(key);
  }

  private void type(String text) {
    page.keyboard().type(text);
  }

  private void choose(Locator wanted) {
    tabTo(wanted);
    press("Enter");
  }

  private void fillIn(Locator wanted, String text) {
    tabTo(wanted);
    type(text);
  }

  /** Goes on with the tab key, past the end of the page to its beginning. */
  private void tabTo(Locator wanted) {
    assertThat(wanted).isVisible();
    for (int i = 0; i < MOST; i++) {
      if ((Boolean) wanted.evaluate("control => control === document.activeElement")) {
        return;
      }
      press("Tab");
    }
    throw new AssertionError("The tab key does not lead to " + wanted);
  }

  private void assertFocusIn(Locator where) {
    assertThat(where.locator(":focus")).hasCount(1);
  }
}
