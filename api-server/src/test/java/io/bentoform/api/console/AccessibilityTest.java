package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page in both themes, on a screen and on a narrow one (WCAG 2.2 AA). */
final class AccessibilityTest extends ConsoleTest {
  private static final int HEIGHT = 800;
  private static final String SECRET =
      """
      {"name": "accessible", "description": "All that a page of a secret shows", "content":
        {"type": "mountfile", "path": "$BENTOML_HOME/demo", "stage": "runtime", "items": [
          {"key": "password", "value": "1", "sub_path": "secrets/app"},
          {"key": "user", "value": "2"}]}}
      """;

  @Test
  void approving_a_login_has_no_finding() {
    String code =
        server.send(server.anonymous("/api/v1/auth/code"), "GET", new byte[0]).at("/code").asText();
    assertSound("/api_tokens?code=" + code, "Log in a command line");
  }

  @ParameterizedTest
  @CsvSource({
    "/, Overview",
    "/secrets, Secrets",
    "/deployments, Deployments",
    "/new/deployment, Create a deployment",
    "/api-token, How to get an API token",
    "/bentos, Bentos",
    "/tokens, API tokens",
    "/activities, Activities",
    "/new/secret, Create a secret",
    "/new/secret?template=custom, Create a secret",
    "/secrets/accessible, accessible",
    "/secrets/accessible/edit, Edit accessible",
    "/secrets/a/b, Not found"
  })
  void a_page_has_no_finding(String address, String heading) {
    server.call("POST", "/api/v1/org_secrets", SECRET);
    assertSound(address, heading);
  }

  private void assertSound(String address, String heading) {
    signIn();
    for (ColorScheme theme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
      for (int width : new int[] {1280, 320}) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        page.setViewportSize(width, HEIGHT);
        page.navigate(address);
        assertThat(heading(heading)).isVisible();
        page.waitForLoadState(LoadState.NETWORKIDLE);
        picture(
            "page"
                + address.replaceAll("code=.*", "").replaceAll("[^a-z]+", "-")
                + "-"
                + theme
                + "-"
                + width);

        assertSound();
        assertThat(page.evaluate("document.documentElement.scrollWidth"))
            .as("nothing is wider than the screen")
            .isEqualTo(width);
      }
    }
  }

  @Test
  void signing_in_has_no_finding() {
    page.navigate("/sign-in");
    assertThat(heading("Sign in")).isVisible();

    assertSound();
  }

  private void assertSound() {
    assertThat(new AxeBuilder(page).analyze().getViolations())
        .extracting(Rule::getId, rule -> rule.getNodes().getFirst().getHtml())
        .isEmpty();
  }
}
