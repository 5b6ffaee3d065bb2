package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.bento.Push;
import io.bentoform.api.codespace.CodespaceProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page in both themes, on a screen and on a narrow one (WCAG 2.2 AA). */
final class AccessibilityTest extends ConsoleTest {
  private static final String SECRET =
      """
      {"name": "accessible", "description": "All that a page of a secret shows", "content":
        {"type": "mountfile", "path": "$BENTOML_HOME/demo", "stage": "runtime", "items": [
          {"key": "password", "value": "1", "sub_path": "secrets/app"},
          {"key": "user", "value": "2"}]}}
      """;

  @Test
  void a_bento_and_a_model_have_no_finding() {
    for (ArchiveKind kind : ArchiveKind.values()) {
      Push push = Push.announced(server, kind);
      assertSound("/%ss/%s/%s".formatted(kind.word(), push.name(), push.version()), push.tag());
    }
  }

  @Test
  void a_codespace_has_no_finding() {
    CodespaceProject project = new CodespaceProject(server, "accessible");
    project.create();
    project.put("service.py", "");
    assertSound("/codespaces/accessible", "accessible");
    project.delete();
  }

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
    "/codespaces, Codespaces",
    "/bentos, Bentos",
    "/models, Models",
    "/clusters, Clusters",
    "/clusters/default, default",
    "/tokens, API tokens",
    "/activities, Activities",
    "/new/secret, Create a secret",
    "/new/secret?template=custom, Create a secret",
    "/secrets/accessible, accessible",
    "/secrets/accessible/edit, Edit accessible",
    "/terraform?secret=accessible, To Terraform",
    "/secrets/a/b, Not found"
  })
  void a_page_has_no_finding(String address, String heading) {
    server.call("POST", "/api/v1/org_secrets", SECRET);
    assertSound(address, heading);
  }

  private void assertSound(String address, String heading) {
    signIn();
    page.navigate(address);
    assertThat(heading(heading)).isVisible();
    assertSoundEverywhere("page" + address.replaceAll("code=.*", "").replaceAll("[^a-z]+", "-"));
  }

  @Test
  void signing_in_has_no_finding() {
    page.navigate("/sign-in");
    assertThat(heading("Sign in")).isVisible();
    assertSoundEverywhere("page-sign-in");
  }
}
