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
  private final Keyboard keyboard = new Keyboard(page);

  @Test
  void signing_in_and_out() {
    browser.clearCookies();
    page.navigate("/secrets");
    assertThat(heading("Sign in")).isFocused();
    keyboard.press("Tab");
    assertThat(field("API token")).isFocused();
    keyboard.type(server.token());
    keyboard.press("Enter");
    assertThat(heading("Secrets")).isFocused();

    keyboard.choose(page.locator("summary"));
    keyboard.choose(button("Sign out"));
    assertThat(heading("Sign in")).isFocused();
  }

  @Test
  void creating_a_secret_of_files() {
    keyboard.choose(link("Secrets"));
    assertThat(heading("Secrets")).isFocused();
    keyboard.choose(link("Create a secret").first());
    assertThat(heading("Create a secret")).isFocused();
    keyboard.choose(
        page.getByRole(
            AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("^Custom"))));
    assertThat(field("Name")).isVisible();
    assertThat(heading("Create a secret")).isFocused();
    keyboard.fillIn(field("Name"), name);
    keyboard.tabTo(field("Environment variables"));
    keyboard.press("ArrowDown");
    assertThat(field("Files")).isChecked();
    keyboard.fillIn(in(row(1), "Key"), "ONE");
    keyboard.fillIn(in(row(1), "Value"), "1");
    keyboard.tabTo(button(row(1), "Show"));
    page.keyboard().down(" ");
    assertThat(in(row(1), "Value")).hasAttribute("type", "text");
    page.keyboard().up(" ");
    keyboard.choose(button("Add a key"));
    assertThat(in(row(2), "Key")).isFocused();
    keyboard.choose(button("Remove key 2"));
    assertThat(button("Add a key")).isFocused();
    keyboard.choose(button("Save"));

    assertThat(heading(name)).isFocused();
    assertThat(holds("ONE", "1")).isTrue();
  }

  @Test
  void editing_a_value_and_restarting_what_uses_it() {
    secret("env");
    deploy("a");
    page.navigate("/secrets/" + name);
    keyboard.choose(link("Edit"));
    assertThat(heading("Edit " + name)).isFocused();
    keyboard.choose(button(row(1), "Replace"));
    assertThat(in(row(1), "Value")).isFocused();
    keyboard.type("new");
    keyboard.press("Enter");
    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    keyboard.press("Escape");
    assertThat(in(row(1), "Value")).isFocused();
    assertThat(button("Save")).not().hasAttribute("aria-busy", "true");

    keyboard.press("Enter");
    keyboard.choose(button(page.getByRole(AriaRole.DIALOG), "Save"));
    assertThat(heading(name)).isFocused();
    keyboard.choose(button("Restart it now"));
    assertThat(page.getByText("1 of 1 restart done.")).isVisible();
    keyboard.assertFocusIn(page.getByRole(AriaRole.MAIN));

    keyboard.choose(button("Restart " + name + "-a"));
    assertThat(uses().getByText("Up to date")).isVisible();
    keyboard.assertFocusIn(uses());
  }

  private Locator uses() {
    return page.getByRole(
        AriaRole.REGION, new Page.GetByRoleOptions().setName("Deployments that use this secret"));
  }

  @Test
  void pasting_keys() {
    openForm();
    keyboard.fillIn(field("Name"), name);
    keyboard.choose(button("Paste …"));
    assertThat(page.locator("#paste-text")).isFocused();
    keyboard.type("ONE=1\nTWO=2\n");
    keyboard.press("Escape");
    assertThat(button("Paste …")).isFocused();
    assertThat(page.locator("#paste-text")).hasValue("");

    keyboard.press("Enter");
    keyboard.type("ONE=1\nTWO=2\n");
    keyboard.choose(button("Fill in"));
    assertThat(button("Paste …")).isFocused();
    keyboard.choose(button("Save"));

    assertThat(heading(name)).isFocused();
    assertThat(stored().texts("/content/items", "key")).containsExactly("ONE", "TWO");
  }

  @Test
  void deleting_a_secret() {
    secret("env");
    deploy("a");
    page.navigate("/secrets/" + name);
    assertThat(uses()).isVisible();
    keyboard.choose(button("Delete"));
    keyboard.assertFocusIn(page.getByRole(AriaRole.DIALOG));
    keyboard.choose(button("Cancel"));
    assertThat(button("Delete")).isFocused();

    keyboard.press("Enter");
    keyboard.fillIn(page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.TEXTBOX), name);
    keyboard.choose(button("Delete the secret"));

    assertThat(heading("Secrets")).isFocused();
    assertThat(stored().status()).isEqualTo(404);
  }

  @Test
  void creating_restarting_and_deleting_a_deployment() {
    secret("env");
    keyboard.choose(link("Deployments"));
    keyboard.choose(link("Create"));
    assertThat(heading("Create a deployment")).isFocused();
    keyboard.fillIn(control(AriaRole.TEXTBOX, "Name"), name + "-a");
    keyboard.fillIn(control(AriaRole.COMBOBOX, "Bento"), SampleBento.TAG);
    keyboard.tabTo(control(AriaRole.CHECKBOX, name));
    keyboard.press(" ");
    keyboard.choose(button("Create"));
    assertThat(heading(name + "-a")).isFocused();
    assertThat(state("a").at("/secrets/0/name").asText()).isEqualTo(name);

    keyboard.choose(button("Restart"));
    assertThat(page.getByText("2", new Page.GetByTextOptions().setExact(true))).isVisible();
    assertThat(button("Restart")).isEnabled();
    assertThat(button("Restart")).isFocused();

    keyboard.choose(button("Delete"));
    keyboard.assertFocusIn(page.getByRole(AriaRole.DIALOG));
    keyboard.press("Escape");
    assertThat(button("Delete")).isFocused();
    keyboard.press("Enter");
    keyboard.choose(button("Delete the deployment"));
    assertThat(heading("Deployments")).isFocused();
  }

  @Test
  void rolling_back_a_deployment() {
    secret("env");
    deploy("a");
    server.call("PUT", DEPLOYMENTS + "/" + name + "-a/void_update");
    page.navigate("/deployments/" + name + "-a?cluster=default");
    keyboard.choose(summary("Revisions"));
    keyboard.choose(button("Roll back to 1"));

    assertThat(page.getByText("Revision 3")).isVisible();
    assertThat(button("Roll back to 2")).isVisible();
    assertThat(button("Roll back to 1")).isFocused();
    assertThat(state("a").at("/revision").asInt()).isEqualTo(3);
  }

  @Test
  void creating_and_revoking_an_api_token() {
    keyboard.choose(link("API tokens"));
    assertThat(heading("API tokens")).isFocused();
    keyboard.fillIn(control(AriaRole.TEXTBOX, "Name"), name);
    keyboard.choose(button("Create token"));
    assertThat(page.locator("#created")).isFocused();
    keyboard.choose(button("I have it"));
    assertThat(heading("API tokens")).isFocused();

    keyboard.choose(button("Revoke " + name));
    keyboard.assertFocusIn(page.getByRole(AriaRole.DIALOG));
    keyboard.press("Escape");
    assertThat(button("Revoke " + name)).isFocused();
    keyboard.press("Enter");
    keyboard.choose(button("Revoke the token"));
    assertThat(button("Revoke " + name)).hasCount(0);
    assertThat(page.getByText("The token " + name + " is revoked.")).isFocused();
  }

  @Test
  void recreating_all_that_need_it() {
    secret("env");
    deploy("a");
    addKey();
    page.navigate("/secrets/" + name);
    keyboard.choose(button(RECREATE_ALL));
    keyboard.assertFocusIn(page.getByRole(AriaRole.DIALOG));
    keyboard.press("Escape");
    assertThat(button(RECREATE_ALL)).isFocused();

    keyboard.press("Enter");
    keyboard.choose(button("Recreate 1 deployment"));
    assertThat(button("Close")).isFocused();
    keyboard.press("Enter");
    assertThat(page.getByText("1 of 1 recreated.")).isFocused();
  }

  @Test
  void deleting_an_instance_type() {
    server.call("POST", "/api/v1/clusters", "{\"name\": \"%s\"}".formatted(name));
    page.navigate("/clusters/" + name);
    keyboard.choose(button("Delete cpu.1"));
    keyboard.choose(button("Delete the instance type"));

    assertThat(page.getByText("The instance type cpu.1 is deleted.")).isFocused();
    server.call("DELETE", "/api/v1/clusters/" + name);
  }
}
