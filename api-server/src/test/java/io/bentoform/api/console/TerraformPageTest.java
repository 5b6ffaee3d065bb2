package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What there is as Terraform configuration, from the pages of what it is about. */
final class TerraformPageTest extends SecretUseTest {
  private static final String EXPORT = "/api/v1/terraform";

  private Locator code(String name) {
    return page.getByRole(
        AriaRole.REGION, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private String resource(String type, String suffix) {
    return "resource \"" + type + "\" \"" + (name + suffix).replace('-', '_') + "\"";
  }

  private String export(String query) {
    return server.call("GET", EXPORT + query).body();
  }

  @Test
  void a_secret_is_copied_and_downloaded_as_the_api_gives_it() throws Exception {
    secret("env");
    browser.grantPermissions(List.of("clipboard-read", "clipboard-write"));
    page.navigate("/secrets/" + name);
    button("To Terraform").click();

    assertThat(heading("To Terraform")).isVisible();
    assertThat(code("main.tf")).containsText(resource("bentocloud_secret", ""));
    assertThat(code("Commands")).containsText("export TF_VAR_" + name.replace('-', '_') + "_one=…");
    picture("terraform");
    String expected = export("?secret=" + name);
    button("Copy").first().click();
    assertThat(button("Copied")).isVisible();
    assertThat(page.evaluate("navigator.clipboard.readText()")).isEqualTo(expected);
    assertThat(page.waitForDownload(link("Download main.tf")::click).path())
        .satisfies(file -> assertThat(Files.readString(file)).isEqualTo(expected));
    assertThat(complaints()).isEmpty();

    link(name).click();
    assertThat(heading(name)).isVisible();
  }

  @Test
  void a_deployment_comes_with_its_secrets_and_a_list_with_all() {
    secret("env");
    deploy("a");
    page.navigate("/deployments/" + name + "-a?cluster=default");
    button("To Terraform").click();
    assertThat(code("main.tf")).containsText(resource("bentocloud_deployment", "-a"));
    assertThat(code("main.tf")).containsText(resource("bentocloud_secret", ""));

    for (String list : List.of("Deployments", "Secrets")) {
      link(list).first().click();
      button("All to Terraform").click();
      assertThat(page.getByText("All secrets and deployments of all clusters")).isVisible();
      assertThat(code("main.tf")).containsText(resource("bentocloud_deployment", "-a"));
    }
  }

  @Test
  void what_is_not_there_is_told() {
    page.navigate("/terraform?secret=nobody");

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("There is no secret nobody.");
  }
}
