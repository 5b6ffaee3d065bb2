package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.bentoform.api.Answer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One secret in a browser: what uses it, restarts, deletion. */
final class SecretPageTest extends SecretUseTest {
  @Test
  void keys_are_shown_with_the_revision_of_their_value() {
    secret("env");
    replace("TWO");
    open();

    assertThat(cells("Keys of this secret", "ONE")).containsText("1");
    assertThat(cells("Keys of this secret", "TWO")).containsText("2");
    assertThat(page.getByText("No deployment uses this secret.")).isVisible();
  }

  @Test
  void the_history_tells_who_changed_which_keys() {
    secret("env");
    replace("TWO");
    open();

    assertThat(cells("History of this secret", "2")).containsText("admin");
    assertThat(cells("History of this secret", "2")).containsText("new value of TWO");
    assertThat(cells("History of this secret", "1")).containsText("added ONE, TWO");
  }

  @Test
  void deployments_that_hold_an_earlier_revision_are_restarted_all_at_once() {
    secret("env");
    deploy("a");
    deploy("b");
    replace("TWO");
    open();
    assertThat(uses("a")).containsText("Runs with revision 1");
    assertThat(page.getByText("2 deployments run with an earlier revision.")).isVisible();
    picture("secret-restart");
    button("Restart all now").click();

    assertThat(page.getByText("2 of 2 restarts done.")).isVisible();
    assertThat(uses("a")).containsText("Up to date");
    assertThat(uses("b")).containsText("Up to date");
    assertThat(state("a").at("/secrets/0/revision").asInt()).isEqualTo(2);
    assertThat(state("b").at("/secrets/0/revision").asInt()).isEqualTo(2);
  }

  @Test
  void one_deployment_is_restarted_by_itself() {
    secret("env");
    deploy("a");
    deploy("b");
    replace("ONE");
    open();
    button("Restart " + name + "-a").click();

    assertThat(uses("a")).containsText("Up to date");
    assertThat(uses("b")).containsText("Runs with revision 1");
    assertThat(state("b").at("/secrets/0/revision").asInt()).isEqualTo(1);
  }

  @Test
  void deleting_a_secret_that_is_used_asks_for_its_name() {
    secret("env");
    deploy("a");
    open();
    assertThat(uses("a")).isVisible();
    button("Delete").click();
    assertThat(button("Delete the secret")).isDisabled();
    assertThat(page.getByRole(AriaRole.DIALOG)).containsText("1 deployment uses it");
    picture("secret-delete");

    page.keyboard().press("Escape");
    assertThat(button("Delete")).isFocused();
    assertThat(stored().status()).isEqualTo(200);

    button("Delete").click();
    page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.TEXTBOX).fill(name);
    button("Delete the secret").click();
    assertThat(heading("Secrets")).isVisible();
    assertThat(page.getByText("The secret " + name + " is deleted.")).isVisible();
    assertThat(stored().status()).isEqualTo(404);
  }

  @Test
  void a_secret_that_nothing_uses_is_deleted_after_one_question() {
    secret("env");
    open();
    assertThat(page.getByText("No deployment uses this secret.")).isVisible();
    button("Delete").click();
    button("Delete the secret").click();

    assertThat(heading("Secrets")).isVisible();
    assertThat(stored().status()).isEqualTo(404);
  }

  @Test
  void the_list_is_filtered_by_how_secrets_are_mounted() {
    secret("mountfile");
    page.navigate("/secrets?search=" + name);
    assertThat(link(name)).isVisible();
    assertThat(cells("secrets", name)).containsText("admin");
    field("Mounted as").selectOption("Environment variables");
    assertThat(link(name)).hasCount(0);
    assertThat(page).hasURL(Pattern.compile("type=env"));

    field("Mounted as").selectOption("Files");
    link(name).click();
    assertThat(heading(name)).isVisible();
    page.goBack();
    assertThat(field("Mounted as")).hasValue("mountfile");
    assertThat(link(name)).isVisible();
  }

  private void open() {
    page.navigate("/secrets/" + name);
    assertThat(page.getByText("Available to")).isVisible();
  }

  private Locator uses(String suffix) {
    return cells("Deployments that use this secret", name + "-" + suffix);
  }

  /** The row of a table that begins with a text. */
  private Locator cells(String table, String first) {
    return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(table))
        .getByRole(AriaRole.ROW)
        .filter(
            new Locator.FilterOptions()
                .setHas(
                    page.getByRole(
                        AriaRole.ROWHEADER,
                        new Page.GetByRoleOptions().setName(first).setExact(true))));
  }

  /** Gives one key a new value and keeps the other. */
  private void replace(String key) {
    String other = key.equals("ONE") ? "TWO" : "ONE";
    String body =
        """
        {"content": {"type": "env", "stage": "all", "items": [
          {"key": "%s", "value": "new"}, {"key": "%s", "value": null}]}}
        """;
    Answer answer = server.call("PATCH", SECRETS + "/" + name, body.formatted(key, other));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }
}
