package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.bentoform.api.Answer;
import io.bentoform.api.deployment.BentoUpload;
import io.bentoform.api.engine.SampleBento;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The form of a deployment, with the code that says the same. */
final class DeploymentFormTest extends ConsoleTest {
  private final String name = "form-" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void prepare() {
    BentoUpload.push(server, SampleBento.shared());
    secret(name, "TOKEN");
    secret(name + "-other", "TOKEN");
    signIn();
    page.navigate("/new/deployment");
    control(AriaRole.COMBOBOX, "Bento").selectOption("sample:v1");
  }

  @AfterEach
  void remove() {
    server.call("DELETE", "/api/v2/deployments/" + name);
    server.call("DELETE", "/api/v1/org_secrets/" + name);
    server.call("DELETE", "/api/v1/org_secrets/" + name + "-other");
  }

  private void secret(String secret, String key) {
    server.call(
        "POST",
        "/api/v1/org_secrets",
        """
        {"name": "%s", "content": {"items": [{"key": "%s", "value": "value of %1$s"}]}}
        """
            .formatted(secret, key));
  }

  private Locator code() {
    return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Equivalent code"));
  }

  @Test
  void what_is_filled_in_is_created_and_stands_beside_as_code() {
    control(AriaRole.TEXTBOX, "Name").fill(name);
    control(AriaRole.CHECKBOX, name).check();
    control(AriaRole.SPINBUTTON, "Replicas at most").fill("3");
    control(AriaRole.SPINBUTTON, "Replicas at most").blur();
    control(AriaRole.COMBOBOX, "Strategy of updates").selectOption("RollingUpdate");

    assertThat(code())
        .containsText("resource \"bentocloud_deployment\" \"" + name.replace('-', '_') + "\"");
    assertThat(code()).containsText("max_replicas = 3");
    control(AriaRole.COMBOBOX, "As").selectOption("deployment.yaml");
    assertThat(code()).containsText("deployment_strategy: RollingUpdate");
    assertThat(page.getByText("= ••••••, from " + name)).isVisible();
    picture("deployment-form");
    button("Create").click();

    assertThat(heading(name)).isVisible();
    Answer created = server.call("GET", "/api/v2/deployments/" + name);
    assertThat(created.at("/secrets/0/name").asText()).isEqualTo(name);
    assertThat(
            created
                .at("/latest_revision/targets/0/config/services/Sample/scaling/max_replicas")
                .asInt())
        .isEqualTo(3);
    assertThat(complaints()).isEmpty();
  }

  @Test
  void a_service_has_variables_and_overrides_of_its_own() {
    control(AriaRole.TEXTBOX, "Name").fill(name);
    page.getByText("Environment variables and overrides of Sample").click();
    Locator own =
        page.getByRole(
            AriaRole.GROUP,
            new Page.GetByRoleOptions().setName("Environment variables of Sample").setExact(true));
    own.getByText("Add").click();
    control(AriaRole.TEXTBOX, "Name in Sample 1").fill("GREETING");
    control(AriaRole.TEXTBOX, "Value in Sample 1").fill("hello");
    Locator overrides = control(AriaRole.TEXTBOX, "Overrides of its configuration, as JSON");
    overrides.fill("{\"traffic\": ");
    assertThat(page.getByText("This is no valid JSON yet")).isVisible();
    overrides.fill("{\"traffic\": {\"timeout\": 120}}");

    assertThat(page.getByText("This is no valid JSON yet")).isHidden();
    assertThat(code()).containsText("GREETING = \"hello\"");
    assertThat(code()).containsText("config_overrides = jsonencode({");
    control(AriaRole.COMBOBOX, "As").selectOption("Command line");
    assertThat(code()).containsText("--config-file deployment.yaml");
    picture("deployment-form-service");
    button("Create").click();

    assertThat(heading(name)).isVisible();
    Answer created = server.call("GET", "/api/v2/deployments/" + name);
    String service = "/latest_revision/targets/0/config/services/Sample";
    assertThat(created.at(service + "/envs/0/value").asText()).isEqualTo("hello");
    assertThat(created.at(service + "/config_overrides/traffic/timeout").asInt()).isEqualTo(120);
  }

  @Test
  void a_change_keeps_the_canary_versions_as_they_are() {
    String body =
        """
        {"name": "%s", "bento": "sample:v1",
         "services": {"Sample": {"scaling": {"min_replicas": 0, "max_replicas": 1}}},
         "canary": {"route_type": "header", "route_by": "x-v", "versions": {"next": {"weight": 20,
           "bento": "sample:v1", "envs": [{"name": "NEXT", "value": "1"}]}}}}
        """;
    Answer before = server.call("POST", "/api/v2/deployments", body.formatted(name));
    assertThat(before.status()).as(before.body()).isEqualTo(200);
    page.navigate("/deployments/" + name + "/edit?cluster=default");
    control(AriaRole.SPINBUTTON, "Replicas at most").fill("2");
    control(AriaRole.SPINBUTTON, "Replicas at most").blur();
    assertThat(page.getByText("Saving keeps them as they are")).isVisible();
    button("Save").click();

    assertThat(heading(name)).isVisible();
    Answer after = server.call("GET", "/api/v2/deployments/" + name);
    String targets = "/latest_revision/targets/";
    assertThat(after.at(targets + "0/config/services/Sample/scaling/max_replicas").asInt())
        .isEqualTo(2);
    assertThat(after.at("/manifest/routing")).isEqualTo(before.at("/manifest/routing"));
    assertThat(after.at(targets + "1/config")).isEqualTo(before.at(targets + "1/config"));
  }

  @Test
  void what_keeps_the_configuration_is_told_before_it_is_changed_here() {
    String body =
        """
        {"name": "%s", "bento": "sample:v1", "managed_by": "terraform",
         "services": {"Sample": {"scaling": {"min_replicas": 0, "max_replicas": 1}}}}
        """;
    server.call("POST", "/api/v2/deployments", body.formatted(name));

    page.navigate("/deployments/" + name + "/edit?cluster=default");
    assertThat(page.getByText("its next run puts back what is changed here")).isVisible();
    link(name).click();
    assertThat(page.getByText("Managed by")).isVisible();
  }

  @Test
  void secrets_that_disagree_are_marked_before_anything_is_sent() {
    control(AriaRole.CHECKBOX, name).check();
    control(AriaRole.CHECKBOX, name + "-other").check();

    assertThat(page.getByText("another secret gives it too").first()).isVisible();
    assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("TOKEN");
    assertThat(server.call("GET", "/api/v2/deployments/" + name).status()).isEqualTo(404);
  }

  @Test
  void a_file_is_shown_where_the_replicas_find_it() {
    server.call("DELETE", "/api/v1/org_secrets/" + name + "-other");
    server.call(
        "POST",
        "/api/v1/org_secrets",
        """
        {"name": "%s-other", "content": {"type": "mountfile", "path": "$BENTOML_HOME/demo",
          "items": [{"key": "KEY", "sub_path": "below", "value": "canary"}]}}
        """
            .formatted(name));
    page.reload();
    control(AriaRole.CHECKBOX, name + "-other").check();

    assertThat(page.getByText("$BENTOML_HOME/demo/below/KEY")).isVisible();
  }

  @Test
  void a_change_is_asked_about_before_it_is_lost() {
    control(AriaRole.TEXTBOX, "Name").fill(name);
    page.onceDialog(dialog -> dialog.dismiss());
    link("Secrets").click();
    assertThat(heading("Create a deployment")).isVisible();

    page.onceDialog(dialog -> dialog.accept());
    link("Secrets").click();
    assertThat(heading("Secrets")).isVisible();
  }
}
