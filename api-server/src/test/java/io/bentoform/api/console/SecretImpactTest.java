package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/** What a change of a secret leads to is said before it is made. */
final class SecretImpactTest extends SecretUseTest {
  @Test
  void a_new_value_says_which_deployments_need_a_restart_and_offers_it_after_saving() {
    secret("env");
    deploy("a");
    deploy("b");
    openEdit();
    button(row(1), "Replace").click();
    in(row(1), "Value").fill("new");
    button("Save").click();
    assertThat(dialog())
        .containsText("2 deployments need a restart (%1$s-a, %1$s-b).".formatted(name));
    assertThat(dialog()).containsText("New value: ONE");
    picture("secret-impact");
    button(dialog(), "Save").click();

    assertThat(page.getByText("Saved as revision 2.")).isVisible();
    assertThat(page.getByText("2 deployments run with an earlier revision.")).isVisible();
    button("Restart all now").click();
    assertThat(page.getByText("2 of 2 restarts done.")).isVisible();
    assertThat(state("a").at("/secrets/0/revision").asInt()).isEqualTo(2);
    assertThat(state("b").at("/secrets/0/revision").asInt()).isEqualTo(2);
    picture("secret-page");
  }

  @Test
  void an_added_key_says_which_deployments_are_to_be_recreated() {
    secret("env");
    deploy("a");
    openEdit();
    button("Add a key").click();
    fill(3, "HF_HOME", "3");
    button("Save").click();

    assertThat(dialog())
        .containsText(
            "1 deployment needs to be recreated (%s-a: key HF_HOME added).".formatted(name));
    button(dialog(), "Back").click();
    assertThat(dialog()).isHidden();
    assertThat(button("Save")).isFocused();
    assertThat(in(row(3), "Value")).hasValue("3");
    assertThat(stored().at("/revision").asInt()).isEqualTo(1);
  }

  @Test
  void a_change_that_reaches_no_deployment_is_saved_at_once() {
    secret("env");
    deploy("a");
    openEdit();
    field("Description").fill("other words");
    save();

    assertThat(stored().at("/description").asText()).isEqualTo("other words");
  }

  private Locator dialog() {
    return page.getByRole(AriaRole.DIALOG);
  }
}
