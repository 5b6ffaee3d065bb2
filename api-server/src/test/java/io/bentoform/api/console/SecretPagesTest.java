package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test of the pages of secrets, as somebody who is signed in, with a secret of its own. */
abstract class SecretPagesTest extends ConsoleTest {
  static final String SECRETS = "/api/v1/org_secrets";
  final String name = "s-" + UUID.randomUUID().toString().substring(0, 18);

  /** At the server whose deployments run nothing. */
  SecretPagesTest() {
    this(PageServers.idle());
  }

  SecretPagesTest(TestServer server) {
    super(server);
  }

  @BeforeEach
  void begin() {
    signIn();
  }

  @AfterEach
  void policyHeldAndNothingIsLeft() {
    assertThat(complaints()).noneMatch(text -> text.contains("Content Security Policy"));
    server.call("DELETE", SECRETS + "/" + name);
  }

  /** A secret of two keys. */
  void secret(String type) {
    String body =
        """
        {"name": "%s", "description": "for tests", "content": {"type": "%s", "path": null,
         "stage": "all", "items": [{"key": "ONE", "value": "1"}, {"key": "TWO", "value": "2"}]}}
        """;
    Answer answer = server.call("POST", SECRETS, body.formatted(name, type));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  Answer stored() {
    return server.call("GET", SECRETS + "/" + name);
  }

  /** Whether the key has this value, as the server says. */
  boolean holds(String key, String value) {
    String items = "{\"items\": [{\"key\": \"%s\", \"value\": \"%s\"}]}".formatted(key, value);
    Answer compared = server.call("POST", SECRETS + "/" + name + "/compare", items);
    return compared.texts("/unchanged", "").contains(key);
  }

  /** The form of a new secret without a template. */
  void openForm() {
    page.navigate("/new/secret?template=custom");
    assertThat(heading("Create a secret")).isVisible();
  }

  void openEdit() {
    page.navigate("/secrets/" + name + "/edit");
    assertThat(heading("Edit " + name)).isVisible();
    assertThat(row(1)).isVisible();
  }

  /** The fields of one key, from 1 on. */
  Locator row(int number) {
    return page.getByRole(
        AriaRole.GROUP, new Page.GetByRoleOptions().setName("Key " + number).setExact(true));
  }

  Locator in(Locator where, String label) {
    return where.getByLabel(label, new Locator.GetByLabelOptions().setExact(true));
  }

  Locator button(Locator where, String label) {
    return where.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(label).setExact(true));
  }

  Locator field(String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  void fill(int number, String key, String value) {
    in(row(number), "Key").fill(key);
    in(row(number), "Value").fill(value);
  }

  /** Saves, and waits for the page of the secret. */
  void save() {
    button("Save").click();
    assertThat(heading(name)).isVisible();
    assertThat(page.getByText("Available to")).isVisible();
  }

  /** The value is in no document, field, history, storage, and not in the memory of scripts. */
  void assertForgotten(String value) {
    assertThat(memory().contains(value)).as("the value is in the memory of the page").isFalse();
    Object places =
        page.evaluate(
            """
            () => [document.documentElement.outerHTML, document.title, location.href,
                JSON.stringify(history.state), JSON.stringify(localStorage),
                JSON.stringify(sessionStorage),
                ...[...document.querySelectorAll("input, textarea")].map((field) => field.value),
              ].join("\\n")
            """);
    assertThat(places.toString().contains(value)).as("the value is in the page").isFalse();
    assertThat(
            page.evaluate(
                """
                async () => (await caches.keys()).length + (await indexedDB.databases()).length
                """))
        .as("what scripts can keep beside storages")
        .isEqualTo(0);
  }

  private String memory() {
    StringBuilder snapshot = new StringBuilder();
    CDPSession tools = browser.newCDPSession(page);
    tools.on(
        "HeapProfiler.addHeapSnapshotChunk",
        event -> snapshot.append(event.get("chunk").getAsString()));
    tools.send("HeapProfiler.enable");
    tools.send("HeapProfiler.collectGarbage");
    JsonObject quiet = new JsonObject();
    quiet.addProperty("reportProgress", false);
    tools.send("HeapProfiler.takeHeapSnapshot", quiet);
    tools.detach();
    assertThat(snapshot.indexOf("bf-page-secret"))
        .as("the memory is that of the page")
        .isPositive();
    return snapshot.toString();
  }
}
