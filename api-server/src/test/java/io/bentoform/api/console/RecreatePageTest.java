package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.bentoform.api.Answer;
import io.bentoform.api.Eventually;
import io.bentoform.api.engine.SampleBento;
import org.junit.jupiter.api.Test;

/** A deployment whose secret has other keys is recreated from its page. */
final class RecreatePageTest extends SecretUseTest {
  private Locator dialog() {
    return page.getByRole(AriaRole.DIALOG);
  }

  private void openWithNewKey() {
    secret("env");
    deploy("a");
    addKey();
    page.navigate("/secrets/" + name);
    link("Recreate it on its page").click();
    assertThat(heading(name + "-a")).isVisible();
  }

  /** Waits until a deployment with another uid has the name. */
  private void awaitAnother(String before) throws Exception {
    Eventually.holds(
        "another deployment has the name",
        () -> {
          Answer now = state("a");
          return now.status() == 200 && !now.at("/uid").asText().equals(before);
        });
  }

  @Test
  void it_is_another_deployment_then_with_the_same_configuration_and_the_new_keys()
      throws Exception {
    openWithNewKey();
    String before = state("a").at("/uid").asText();
    String configuration = state("a").at("/latest_revision/targets/0/config").toString();
    button("Recreate").click();
    assertThat(dialog()).containsText("Its replicas end");
    picture("deployment-recreate");
    button("Recreate the deployment").click();

    assertThat(dialog()).hasCount(0);
    awaitAnother(before);
    assertThat(state("a").at("/latest_revision/targets/0/config").toString())
        .isEqualTo(configuration);
    assertThat(state("a").at("/secrets/0/current_revision").asInt()).isEqualTo(2);
    assertThat(page.getByText("as the replicas hold it")).isVisible();
    assertThat(button("Recreate")).hasCount(0);
  }

  @Test
  void going_back_changes_nothing_and_gives_the_focus_back() {
    openWithNewKey();
    String before = state("a").at("/uid").asText();
    button("Recreate").click();
    button("Cancel").click();

    assertThat(button("Recreate")).isFocused();
    assertThat(state("a").at("/uid").asText()).isEqualTo(before);
  }

  @Test
  void what_could_not_be_created_again_is_not_deleted() {
    openWithNewKey();
    button("Recreate").click();
    server.call("DELETE", SECRETS + "/" + name);
    button("Recreate the deployment").click();

    assertThat(dialog().getByRole(AriaRole.ALERT)).containsText(name);
    assertThat(state("a").status()).isEqualTo(200);
  }

  @Test
  void canary_versions_are_recreated_too() throws Exception {
    secret("env");
    deploy("a");
    String body =
        """
        {"bento": "%1$s", "secrets": ["%2$s"], "canary": {"route_type": "header", "route_by": "x-v",
          "versions": {"next": {"bento": "%1$s", "weight": 20, "secrets": ["%2$s"], "envs": [
            {"name": "NEXT", "value": "1"}]}}}}
        """;
    Answer updated =
        server.call("PUT", DEPLOYMENTS + "/" + name + "-a", body.formatted(SampleBento.TAG, name));
    assertThat(updated.status()).as(updated.body()).isEqualTo(200);
    addKey();
    String before = state("a").at("/uid").asText();
    page.navigate("/deployments/" + name + "-a?cluster=default");
    button("Recreate").click();
    button("Recreate the deployment").click();

    awaitAnother(before);
    assertThat(state("a").at("/manifest/routing")).isEqualTo(updated.at("/manifest/routing"));
    assertThat(state("a").at("/latest_revision/targets/1/config"))
        .isEqualTo(updated.at("/latest_revision/targets/1/config"));
  }

  @Test
  void a_failure_after_the_deletion_can_be_tried_again() throws Exception {
    openWithNewKey();
    onCreation(Route::abort);
    button("Recreate").click();
    button("Recreate the deployment").click();
    assertThat(dialog().getByRole(AriaRole.ALERT)).containsText("The server does not answer");
    assertThat(state("a").status()).isEqualTo(404);
    button("Cancel").click();
    page.onceDialog(question -> question.dismiss());
    link("Overview").click();
    assertThat(heading(name + "-a")).isVisible();
    page.unrouteAll();

    button("Recreate").click();
    button("Recreate the deployment").click();

    Eventually.holds("it is there again", () -> state("a").status() == 200);
  }
}
