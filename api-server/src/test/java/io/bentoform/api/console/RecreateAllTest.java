package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.bentoform.api.Eventually;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * All deployments whose secret has other keys are recreated at once, from the page of the secret.
 */
final class RecreateAllTest extends SecretUseTest {
  private static final String START = "Recreate 2 deployments";

  @BeforeEach
  void deployTwo() {
    secret("env");
    deploy("a");
    deploy("b");
  }

  @AfterEach
  void deleteTheThird() {
    server.call("DELETE", DEPLOYMENTS + "/" + name + "-c");
  }

  private Locator dialog() {
    return page.getByRole(AriaRole.DIALOG);
  }

  /** What the dialog says of one deployment. */
  private Locator step(String suffix) {
    return dialog()
        .getByRole(AriaRole.LISTITEM)
        .filter(new Locator.FilterOptions().setHasText(name + "-" + suffix));
  }

  private Locator alert() {
    return dialog().getByRole(AriaRole.ALERT);
  }

  private String uid(String suffix) {
    return state(suffix).at("/uid").asText();
  }

  private String configuration(String suffix) {
    return state(suffix).at("/latest_revision/targets/0/config").toString();
  }

  private void open() {
    page.navigate("/secrets/" + name);
    button(RECREATE_ALL).click();
  }

  @Test
  void
      those_that_need_it_are_other_deployments_then_with_the_same_configuration_and_the_new_keys() {
    addKey();
    deploy("c");
    String a = uid("a");
    String b = uid("b");
    String c = uid("c");
    String configuration = configuration("b");
    open();
    assertThat(dialog()).containsText("does not answer until");
    assertThat(dialog()).containsText("the same name");
    assertThat(dialog()).containsText("may get another address");
    assertThat(step("b")).isVisible();
    assertThat(step("c")).hasCount(0);
    picture("secret-recreate");
    button(START).click();

    assertThat(dialog()).containsText("2 of 2 recreated.");
    assertThat(step("a")).containsText("runs again");
    picture("secret-recreate-done");
    button("Close").click();
    assertThat(page.getByText("2 of 2 recreated.")).isFocused();
    assertThat(button(RECREATE_ALL)).hasCount(0);
    assertThat(uid("a")).isNotEqualTo(a);
    assertThat(uid("b")).isNotEqualTo(b);
    assertThat(uid("c")).isEqualTo(c);
    assertThat(configuration("b")).isEqualTo(configuration);
    assertThat(state("b").at("/secrets/0/revision").asInt()).isEqualTo(2);
    assertThat(complaints()).isEmpty();
  }

  @Test
  void going_back_changes_nothing_and_gives_the_focus_back() {
    addKey();
    String a = uid("a");
    open();
    button("Cancel").click();

    assertThat(button(RECREATE_ALL)).isFocused();
    assertThat(uid("a")).isEqualTo(a);
  }

  @Test
  void a_failure_in_the_middle_stops_it_and_tells_what_was_not_done_and_why() {
    deploy("c");
    addKey();
    String a = uid("a");
    String b = uid("b");
    String c = uid("c");
    open();
    server.call("PUT", DEPLOYMENTS + "/" + name + "-b/void_update");
    button("Recreate 3 deployments").click();

    assertThat(alert()).containsText("It stopped at " + name + "-b: ");
    assertThat(alert()).containsText("revision");
    assertThat(alert()).containsText("Not begun: " + name + "-c.");
    assertThat(step("a")).containsText("runs again");
    assertThat(step("b")).containsText("not recreated");
    assertThat(step("c")).containsText("not begun");
    picture("secret-recreate-stopped");
    assertThat(uid("a")).isNotEqualTo(a);
    assertThat(uid("b")).isEqualTo(b);
    assertThat(uid("c")).isEqualTo(c);

    button("Close").click();
    button(RECREATE_ALL).click();
    button("Recreate 1 deployment").click();
    assertThat(dialog()).containsText("1 of 1 recreated.");
    assertThat(uid("b")).isEqualTo(b);
    assertThat(uid("c")).isNotEqualTo(c);
  }

  @Test
  void what_was_deleted_and_not_created_again_keeps_the_user_here_and_can_be_gone_on_with() {
    addKey();
    open();
    onCreation(Route::abort);
    button(START).click();
    assertThat(alert()).containsText("It stopped at " + name + "-a: The server does not answer");
    assertThat(alert()).containsText("Not begun: " + name + "-b.");
    assertThat(step("a")).containsText("deleted and not yet created again");
    assertThat(state("a").status()).isEqualTo(404);

    button("Close").click();
    page.onceDialog(
        question -> {
          assertThat(question.message()).contains(name + "-a is deleted and not yet created again");
          question.dismiss();
        });
    link("Overview").click();
    assertThat(heading(name)).isVisible();
    page.unrouteAll();
    button("Go on").click();
    button("Try again").click();

    assertThat(dialog()).containsText("2 of 2 recreated.");
    assertThat(state("a").at("/secrets/0/revision").asInt()).isEqualTo(2);
    assertThat(state("b").at("/secrets/0/revision").asInt()).isEqualTo(2);
    button("Close").click();
    link("Overview").click();
    assertThat(heading("Overview")).isVisible();
  }

  @Test
  void leaving_while_it_is_under_way_asks_and_leaves_the_others_as_they_are() throws Exception {
    addKey();
    String b = uid("b");
    open();
    List<Route> held = new ArrayList<>();
    onCreation(held::add);
    button(START).click();
    assertThat(step("a")).containsText("is being created");
    page.keyboard().press("Escape");
    page.onceDialog(question -> question.accept());
    link("Overview").click();
    assertThat(heading("Overview")).isVisible();
    held.forEach(Route::resume);

    Eventually.holds("what was deleted is created again", () -> state("a").status() == 200);
    assertThat(uid("b")).isEqualTo(b);
  }
}
