package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.bento.Push;
import org.junit.jupiter.api.Test;

/** Every dialog, open, in both themes, on a screen and on a narrow one (WCAG 2.2 AA). */
final class DialogAccessibilityTest extends SecretUseTest {
  private void assertDialog(String address, String button) {
    page.navigate(address);
    button(button).click();
    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    assertSoundEverywhere(
        "dialog-%s-%s"
            .formatted(
                address.replaceAll("^/([a-z]+).*", "$1"),
                button.replace(" " + name, "").replace(' ', '-')));
  }

  @Test
  void of_a_deployment() {
    secret("env");
    deploy("a");
    addKey();
    String address = "/deployments/" + name + "-a?cluster=default";

    assertDialog(address, "Recreate");
    assertDialog(address, "Delete");
  }

  @Test
  void of_a_secret_that_is_used() {
    secret("env");
    deploy("a");
    addKey();
    assertDialog("/secrets/" + name, "Delete");
    assertDialog("/secrets/" + name, RECREATE_ALL);
  }

  @Test
  void of_an_api_token() {
    server.call(
        "POST",
        "/api/v1/api_tokens",
        """
        {"name": "%s", "description": "", "scopes": ["read_cluster"]}
        """
            .formatted(name));
    assertDialog("/tokens", "Revoke " + name);
  }

  @Test
  void that_says_what_a_change_of_a_secret_leads_to() {
    secret("env");
    deploy("a");
    openEdit();
    button("Add a key").click();
    fill(3, "HF_HOME", "3");
    button("Save").click();
    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    assertSoundEverywhere("dialog-impact");
  }

  @Test
  void of_a_bento() {
    Push push = Push.announced(server, ArchiveKind.BENTO);
    assertDialog("/bentos/%s/%s".formatted(push.name(), push.version()), "Delete");
  }

  @Test
  void of_clusters_and_instance_types() {
    server.call("POST", "/api/v1/clusters", "{\"name\": \"%s\"}".formatted(name));
    String address = "/clusters/" + name;

    assertDialog(address, "Delete");
    assertDialog(address, "Create an instance type");
    assertDialog(address, "Change cpu.1");
    assertDialog(address, "Delete cpu.1");
    server.call("DELETE", "/api/v1/clusters/" + name);
  }
}
