package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import io.bentoform.api.TestServer;
import io.bentoform.api.deployment.BentoUpload;
import io.bentoform.api.engine.SampleBento;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pictures of the README, of a server that has nothing else. */
final class PicturesTest extends ConsoleTest {
  private static final int WIDTH = 1320;
  private static final int HEIGHT = 760;
  private static final int MOST_BYTES = 150_000;

  PicturesTest(@TempDir Path data) {
    super(TestServer.with(data, "--engine", "none"));
  }

  @BeforeEach
  void fill() {
    BentoUpload.push(server, SampleBento.shared());
    secret("hugging-face", "Downloads models", "env", "HF_TOKEN", "HF_HOME");
    secret("openai", "Grants access to the OpenAI API", "env", "OPENAI_API_KEY");
    secret("aws", "Reads the feature store", "env", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
    secret("google-cloud", "Service account", "mountfile", "service-account.json");
    secret("client-certificate", "Calls the ledger", "mountfile", "tls.key", "tls.crt");
    for (String name : List.of("chat", "summarization")) {
      String body =
          """
          {"name": "%s", "bento": "%s", "secrets": ["hugging-face", "openai"]}
          """;
      made("/api/v2/deployments", body.formatted(name, SampleBento.TAG));
    }
    signIn();
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    page.setViewportSize(WIDTH, HEIGHT);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void secret(String name, String description, String type, String... keys) {
    String items =
        String.join(
            ", ",
            List.of(keys).stream()
                .map("{\"key\": \"%s\", \"value\": \"an example\"}"::formatted)
                .toList());
    String body =
        """
        {"name": "%s", "description": "%s", "content": {"type": "%s", "items": [%s]}}
        """;
    made("/api/v1/org_secrets", body.formatted(name, description, type, items));
  }

  private void made(String path, String body) {
    assertThat(server.call("POST", path, body).status()).isEqualTo(200);
  }

  @Test
  void the_list_of_secrets_and_the_form_of_a_deployment_are_small_pictures() throws Exception {
    page.navigate("/secrets");
    assertThat(link("client-certificate")).isVisible();
    assertSmall("readme-secrets");

    page.navigate("/new/deployment");
    control(AriaRole.TEXTBOX, "Name").fill("assistant");
    control(AriaRole.COMBOBOX, "Bento").selectOption(SampleBento.TAG);
    control(AriaRole.CHECKBOX, "hugging-face").check();
    control(AriaRole.CHECKBOX, "client-certificate").check();
    assertThat(page.getByText("$BENTOML_HOME/tls.key")).isVisible();
    page.getByLabel("Replicas at most").fill("3");
    page.getByLabel("Replicas at most").blur();
    assertThat(page.getByText("max_replicas = 3")).isVisible();
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)");
    assertSmall("readme-deployment");
  }

  private void assertSmall(String name) throws Exception {
    Path file = Path.of("target", "console", name + ".png");
    page.screenshot(
        new Page.ScreenshotOptions().setPath(file).setAnimations(ScreenshotAnimations.DISABLED));
    assertThat(Files.size(file)).isLessThan(MOST_BYTES);
  }
}
