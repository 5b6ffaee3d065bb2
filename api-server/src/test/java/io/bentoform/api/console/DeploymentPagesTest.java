package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.bentoform.api.Eventually;
import io.bentoform.api.deployment.BentoUpload;
import io.bentoform.api.engine.SampleBento;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages of deployments, at a server that runs them. */
final class DeploymentPagesTest extends ConsoleTest {
  private static final double ROLLOUT = 60_000;
  private static final IsVisibleOptions WITHIN_ROLLOUT = new IsVisibleOptions().setTimeout(ROLLOUT);

  private final String name = "page-" + UUID.randomUUID().toString().substring(0, 8);

  DeploymentPagesTest() {
    super(PageServers.running());
  }

  @BeforeEach
  void deploy() throws Exception {
    BentoUpload.push(server, SampleBento.shared());
    server.call("POST", "/api/v1/org_secrets", secret("first"));
    server.call(
        "POST",
        "/api/v2/deployments",
        """
        {"name": "%1$s", "bento": "sample:v1", "secrets": ["%1$s"]}
        """
            .formatted(name));
    signIn();
  }

  @AfterEach
  void remove() {
    server.call("DELETE", path());
    server.call("DELETE", "/api/v1/org_secrets/" + name);
  }

  private String secret(String value) {
    return """
    {"name": "%s", "content": {"items": [{"key": "TOKEN", "value": "%s"}]}}
    """
        .formatted(name, value);
  }

  private String path() {
    return "/api/v2/deployments/" + name;
  }

  private void open() {
    page.navigate("/deployments/" + name + "?cluster=default");
    assertThat(heading(name)).isVisible();
  }

  private void awaitStatus(String words) {
    assertThat(page.getByRole(AriaRole.STATUS).first())
        .hasText(words, new HasTextOptions().setTimeout(ROLLOUT));
  }

  private void unfold(String title) {
    page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(title)).click();
  }

  @Test
  void a_changed_secret_shows_that_it_waits_and_one_click_restarts_with_it() throws Exception {
    open();
    awaitStatus("running");
    server.call("PATCH", "/api/v1/org_secrets/" + name, secret("second"));
    page.navigate("/");
    assertThat(page.getByText("waits for a restart")).isVisible();
    open();
    assertThat(page.getByText("a value changed: restart to use it")).isVisible();

    button("Restart with the newest values").click();

    assertThat(page.getByText("as the replicas hold it")).isVisible(WITHIN_ROLLOUT);
    Eventually.holds(
        "the replicas hold it",
        () -> server.call("GET", path()).at("/secrets/0/revision").asInt() == 2);
  }

  @Test
  void logs_events_traffic_and_revisions_are_told_and_a_rollback_makes_a_new_revision()
      throws Exception {
    open();
    awaitStatus("running");
    server.call("PUT", path() + "/void_update");
    Eventually.holds(
        "the second revision runs",
        () -> server.call("GET", path()).at("/observed_revision").asInt() == 2);
    open();
    unfold("Logs");
    assertThat(page.getByRole(AriaRole.LOG)).containsText("Service Sample initialized");
    unfold("Events");
    assertThat(page.getByText("ReplicasReady").first()).isVisible();
    unfold("Traffic");
    assertThat(page.getByText("Requests per second")).isVisible(WITHIN_ROLLOUT);
    unfold("Revisions");
    picture("deployment");
    assertThat(complaints()).isEmpty();

    button("Roll back to 1").click();

    Locator latest = page.getByText("Revision 3");
    assertThat(latest).isVisible();
    Eventually.holds(
        "the rollback runs",
        () -> server.call("GET", path()).at("/observed_revision").asInt() == 3);
  }

  @Test
  void a_deployment_that_was_terminated_is_started_again() throws Exception {
    open();
    awaitStatus("running");
    assertThat(control(AriaRole.REGION, "A call with Python"))
        .containsText("bentoml.deployment.get(\"" + name + "\"");
    button("Terminate").click();
    awaitStatus("terminated");
    picture("deployment-terminated");
    button("Start").click();

    awaitStatus("running");
    assertThat(button("Terminate")).isVisible();
  }

  @Test
  void deleting_asks_first_and_leads_back_to_the_list() {
    open();
    button("Delete").click();
    button("Cancel").click();
    assertThat(server.call("GET", path()).status()).isEqualTo(200);
    assertThat(button("Delete")).isFocused();

    button("Delete").click();
    button("Delete the deployment").click();

    assertThat(heading("Deployments")).isVisible(WITHIN_ROLLOUT);
    assertThat(server.call("GET", path()).status()).isEqualTo(404);
  }
}
