package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.bentoform.api.access.Caller;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is offered to whom, and that any name of an object has its page. */
final class ScopedPagesTest extends SecretUseTest {
  private void signInWith(String scopes) {
    browser.clearCookies();
    page.navigate("/sign-in");
    page.getByLabel("API token").fill(Caller.with(server, name, scopes).token());
    button("Sign in").click();
    assertThat(heading("Overview")).isVisible();
  }

  private List<String> sections() {
    return page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Sections"))
        .locator("ul")
        .first()
        .getByRole(AriaRole.LINK)
        .allTextContents();
  }

  @Test
  void an_administrator_is_offered_everything() {
    assertThat(sections())
        .containsExactly(
            "Overview",
            "Secrets",
            "Deployments",
            "Codespaces",
            "Bentos",
            "Models",
            "API tokens",
            "Clusters",
            "Activities");
  }

  @Test
  void who_may_only_read_secrets_and_deployments_is_offered_no_change() {
    secret("env");
    deploy("a");
    signInWith("[\"read_cluster\"]");

    assertThat(sections()).containsExactly("Overview", "Secrets", "Deployments", "Codespaces");
    page.navigate("/secrets?search=" + name);
    assertThat(link(name)).isVisible();
    assertThat(link("Create a secret")).hasCount(0);
    page.navigate("/secrets/" + name);
    assertThat(link(name + "-a")).isVisible();
    assertThat(link("Edit")).hasCount(0);
    assertThat(button("Delete")).hasCount(0);
    assertThat(button("Restart " + name + "-a")).hasCount(0);
    page.navigate("/deployments/" + name + "-a?cluster=default");
    assertThat(page.getByText("Services")).isVisible();
    for (String change : List.of("Restart", "Terminate", "Delete")) {
      assertThat(button(change)).hasCount(0);
    }
    assertThat(link("Edit")).hasCount(0);
    page.navigate("/deployments");
    assertThat(heading("Deployments")).isVisible();
    assertThat(link("Create")).hasCount(0);
  }

  @Test
  void a_scope_opens_what_it_includes() {
    signInWith("[\"write_organization\", \"plan_cluster\"]");

    assertThat(sections()).contains("Secrets", "Bentos", "API tokens", "Clusters");
    page.navigate("/tokens");
    assertThat(button("Create token")).isVisible();
    page.navigate("/secrets");
    assertThat(heading("Secrets")).isVisible();
    assertThat(link("Create a secret")).hasCount(0);
  }

  @Test
  void a_secret_named_new_has_its_page() {
    server.call(
        "POST",
        SECRETS,
        "{\"name\": \"new\", \"content\": {\"items\": [{\"key\": \"A\", \"value\": \"1\"}]}}");
    page.navigate("/secrets/new");

    assertThat(heading("new")).isVisible();
    assertThat(page.getByText("No deployment uses this secret.")).isVisible();
    server.call("DELETE", SECRETS + "/new");
  }

  @Test
  void a_deployment_named_new_has_its_page() {
    secret("env");
    String body =
        """
        {"name": "new", "bento": "sample:v1", "secrets": ["%s"],
         "services": {"Sample": {"scaling": {"min_replicas": 0, "max_replicas": 1}}}}
        """;
    server.call("POST", DEPLOYMENTS, body.formatted(name));
    page.navigate("/deployments/new?cluster=default");

    assertThat(heading("new")).isVisible();
    assertThat(link(name)).isVisible();
    server.call("DELETE", DEPLOYMENTS + "/new");
  }
}
