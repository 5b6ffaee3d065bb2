package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.bentoform.api.Eventually;
import io.bentoform.api.deployment.BentoUpload;
import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.engine.contract.Client;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls of a deployment from its page. */
final class PlaygroundTest extends ConsoleTest {
  private final String name = "play-" + UUID.randomUUID().toString().substring(0, 8);
  private final String path = "/api/v2/deployments/" + name;

  PlaygroundTest() {
    super(PageServers.running());
  }

  @BeforeEach
  void open() throws Exception {
    BentoUpload.push(server, SampleBento.shared());
    server.call(
        "POST",
        "/api/v2/deployments",
        """
        {"name": "%s", "bento": "sample:v1", "access_authorization": true,
         "envs": [{"name": "GREETING", "value": "hello"}],
         "services": {"Sample": {"scaling": {"min_replicas": 0, "max_replicas": 1}}}}
        """
            .formatted(name));
    Eventually.holds(
        "it is rolled out", () -> server.call("GET", path).at("/observed_revision").asInt() == 1);
    signIn();
    page.navigate("/deployments/" + name + "?cluster=default");
    page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Playground")).click();
  }

  @AfterEach
  void remove() {
    server.call("DELETE", path);
  }

  private Locator answer() {
    return control(AriaRole.REGION, "Answer");
  }

  private void choose(String call) {
    page.getByLabel("Call", new Page.GetByLabelOptions().setExact(true)).selectOption(call);
  }

  @Test
  void a_protected_deployment_is_called_by_a_form_and_the_call_is_shown_as_code() {
    choose("POST /variable");
    page.getByLabel("name", new Page.GetByLabelOptions().setExact(true)).fill("GREETING");
    Locator code = control(AriaRole.REGION, "The call as code");
    assertThat(code).containsText("-H \"Authorization: Bearer $BENTO_CLOUD_API_KEY\"");
    assertThat(code).containsText("-d '{\"name\":\"GREETING\"}'");
    page.getByLabel("As", new Page.GetByLabelOptions().setExact(true)).selectOption("Python");
    assertThat(code).containsText("client.variable(name=\"GREETING\")");

    button("Send").click();

    assertThat(answer()).hasText(Client.fingerprint("hello"));
    assertThat(page.getByText("Status 200, text/plain")).isVisible();
    picture("playground");
    assertThat(complaints()).isEmpty();
  }

  @Test
  void a_stream_is_shown_as_it_comes_and_can_be_stopped() throws Exception {
    choose("POST /count");
    page.getByLabel("to", new Page.GetByLabelOptions().setExact(true)).fill("1000000");

    button("Send").click();

    assertThat(answer()).containsText("0\n1\n", new ContainsTextOptions().setUseInnerText(true));
    button("Stop").click();
    assertThat(page.getByText("Stopped.")).isVisible();
    Eventually.holds(
        "the deployment has nothing left to do",
        () -> server.call("GET", path).at("/services/0/in_flight").asInt() == 0);
  }

  @Test
  void a_file_is_uploaded_and_a_refusal_of_the_bento_is_shown_as_it_is() {
    choose("POST /measure");
    page.getByLabel("upload", new Page.GetByLabelOptions().setExact(true))
        .setInputFiles(
            new FilePayload("a.txt", "text/plain", "12345".getBytes(StandardCharsets.UTF_8)));
    page.getByLabel("times (optional)", new Page.GetByLabelOptions().setExact(true)).fill("3");
    button("Send").click();
    assertThat(answer()).hasText("15");

    page.getByLabel("times (optional)", new Page.GetByLabelOptions().setExact(true)).fill("1.5");
    button("Send").click();

    assertThat(page.getByText("Status 400, application/json")).isVisible();
    assertThat(answer()).containsText("validation error");
  }

  @Test
  void a_deployment_is_called_and_a_stream_stopped_by_keyboard_alone() {
    Keyboard keyboard = new Keyboard(page);
    page.reload();
    assertThat(heading(name)).isFocused();
    keyboard.choose(summary("Playground"));
    keyboard.tabTo(page.getByLabel("Call", new Page.GetByLabelOptions().setExact(true)));
    keyboard.type("POST /variable");
    keyboard.fillIn(control(AriaRole.TEXTBOX, "name"), "GREETING");
    keyboard.choose(button("Send"));
    assertThat(answer()).hasText(Client.fingerprint("hello"));
    assertThat(button("Send")).isFocused();

    keyboard.tabTo(page.getByLabel("Call", new Page.GetByLabelOptions().setExact(true)));
    keyboard.type("POST /count");
    keyboard.fillIn(control(AriaRole.SPINBUTTON, "to"), "1000000");
    keyboard.choose(button("Send"));
    keyboard.choose(button("Stop"));
    assertThat(page.getByText("Stopped.")).isVisible();
    assertThat(page.locator("bf-playground-answer [role=status]")).isFocused();
  }
}
