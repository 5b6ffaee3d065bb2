package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.bentoform.api.conformance.CommandLine;
import io.bentoform.api.deployment.BentoUpload;
import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.engine.contract.Client;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The steps of BentoCloud's manual page "Manage secrets" in a browser, with their effect in the
 * running process and for the real command line.
 */
final class ManualTest extends SecretPagesTest {
  private static final double ROLLOUT = 60_000;
  private static final String KEY = "OPENAI_API_KEY";

  private final String files = name + "-files";
  private final String deployment = name + "-app";
  private final Client client = new Client();
  private final CommandLine bentoml;

  ManualTest(@TempDir Path home) {
    super(PageServers.running());
    this.bentoml = CommandLine.of(server, home);
  }

  @BeforeEach
  void push() {
    BentoUpload.push(server, SampleBento.shared());
  }

  @AfterEach
  void remove() {
    server.call("DELETE", "/api/v2/deployments/" + deployment);
    server.call("DELETE", SECRETS + "/" + files);
    client.close();
  }

  @Test
  void each_step_has_its_effect_in_the_process_and_for_the_command_line() throws Exception {
    createFromTemplate("sk-first");
    createFiles("swordfish");
    assertListed(name, KEY);
    assertListed(files, "PASSWORD");

    deployWithBoth();
    assertThat(variable(KEY)).isEqualTo(Client.fingerprint("sk-first"));
    assertThat(file("demo/secrets/password/PASSWORD")).isEqualTo(Client.fingerprint("swordfish"));
    assertDeployed();

    replaceValue("sk-second");
    assertThat(variable(KEY)).isEqualTo(Client.fingerprint("sk-first"));
    restart();
    assertThat(variable(KEY)).isEqualTo(Client.fingerprint("sk-second"));

    addKey("HF_HOME", "added");
    assertThat(variable("HF_HOME")).isEqualTo("absent");
    assertListed(name, KEY, "HF_HOME");
    deleteDeployment();
    deployWithBoth();
    assertThat(variable("HF_HOME")).isEqualTo(Client.fingerprint("added"));
    assertThat(variable(KEY)).isEqualTo(Client.fingerprint("sk-second"));
    assertDeployed();
  }

  private void createFromTemplate(String value) {
    link("Secrets").click();
    link("Create a secret").first().click();
    page.getByText("OpenAI", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(in(row(1), "Key")).hasValue(KEY);
    field("Name").fill(name);
    field("Description").fill("Grants access to the OpenAI API");
    assertThat(field("Environment variables")).isChecked();
    in(row(1), "Value").fill(value);
    save();
  }

  private void createFiles(String password) {
    link("Secrets").first().click();
    link("Create a secret").first().click();
    page.getByText("Custom", new Page.GetByTextOptions().setExact(true)).click();
    link("Back").click();
    page.getByText("Custom", new Page.GetByTextOptions().setExact(true)).click();
    field("Name").fill(files);
    field("Files").check();
    assertThat(field("Path")).hasValue("$BENTOML_HOME");
    field("Path").fill("$BENTOML_HOME/demo");
    fill(1, "USER", "admin");
    button("Add a key").click();
    fill(2, "PASSWORD", password);
    in(row(2), "Sub path").fill("secrets/password");
    assertThat(row(2)).containsText("$BENTOML_HOME/demo/secrets/password/PASSWORD");
    button("Save").click();
    assertThat(heading(files)).isVisible();
    assertThat(page.getByText("Saved as revision 1.")).isVisible();
  }

  private void deployWithBoth() {
    link("Deployments").first().click();
    link("Create").click();
    assertThat(heading("Create a deployment")).isVisible();
    control(AriaRole.TEXTBOX, "Name").fill(deployment);
    control(AriaRole.COMBOBOX, "Bento").selectOption(SampleBento.TAG);
    control(AriaRole.CHECKBOX, name).check();
    control(AriaRole.CHECKBOX, files).check();
    Locator given = page.getByRole(AriaRole.LISTITEM);
    assertThat(given.filter(saying(KEY))).containsText("= ••••••, from " + name);
    assertThat(given.filter(saying("demo/secrets/password/PASSWORD")))
        .containsText("= ••••••, from " + files);
    button("Create").click();
    assertThat(heading(deployment)).isVisible();
    assertThat(page.getByRole(AriaRole.STATUS).first())
        .hasText("running", new HasTextOptions().setTimeout(ROLLOUT));
  }

  private static Locator.FilterOptions saying(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private void replaceValue(String value) {
    openSecretToEdit();
    assertThat(in(row(1), "Key")).hasAttribute("readonly", "");
    button(row(1), "Replace").click();
    in(row(1), "Value").fill(value);
    button("Save").click();
    confirm("1 deployment needs a restart (" + deployment + ").");
  }

  private void addKey(String key, String value) {
    openSecretToEdit();
    button("Add a key").click();
    fill(2, key, value);
    button("Save").click();
    confirm("1 deployment needs to be recreated (%s: key %s added).".formatted(deployment, key));
  }

  private void openSecretToEdit() {
    link("Secrets").first().click();
    field("Search").fill(name);
    link(name).click();
    link("Edit").click();
    assertThat(heading("Edit " + name)).isVisible();
    assertThat(row(1)).isVisible();
  }

  /** Saves, with what that leads to in view. */
  private void confirm(String effect) {
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText(effect);
    button(dialog, "Save").click();
    assertThat(heading(name)).isVisible();
    assertThat(page.getByText(Pattern.compile("Saved as revision [23]\\."))).isVisible();
  }

  private void restart() {
    button("Restart it now").click();
    assertThat(page.getByText("1 of 1 restart done."))
        .isVisible(new IsVisibleOptions().setTimeout(ROLLOUT));
    assertThat(page.getByText("Up to date")).isVisible();
  }

  private void deleteDeployment() {
    link(deployment).click();
    button("Delete").click();
    button("Delete the deployment").click();
    assertThat(heading("Deployments")).isVisible();
  }

  private void assertListed(String secret, String... keys) {
    JsonNode listed = bentoml.run("secret", "list", "--search", secret, "-o", "json").json();
    JsonNode one = listed.valueStream().filter(is(secret)).findFirst().orElseThrow();
    assertThat(one.at("/content/items").findValuesAsText("key")).contains(keys);
    assertThat(one.at("/content/items").findValues("value")).allMatch(JsonNode::isNull);
  }

  private static Predicate<JsonNode> is(String secret) {
    return node -> node.at("/name").asText().equals(secret);
  }

  private void assertDeployed() {
    JsonNode told = bentoml.run("deployment", "get", deployment, "-o", "json").json();
    assertThat(told.at("/status/status").asText()).isEqualTo("running");
    assertThat(told.at("/config/secrets")).extracting(JsonNode::asText).containsOnly(name, files);
  }

  private String variable(String variable) throws Exception {
    return client.ask(address(), "variable", variable);
  }

  private String file(String path) throws Exception {
    return client.ask(address(), "file", path);
  }

  private URI address() {
    return URI.create(
        server.call("GET", "/api/v2/deployments/" + deployment).at("/urls/0").asText());
  }
}
