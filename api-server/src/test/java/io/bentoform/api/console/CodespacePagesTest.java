package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import io.bentoform.api.codespace.CodespaceProject;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages of codespaces, at a server that runs them. */
final class CodespacePagesTest extends ConsoleTest {
  private final String name = "code-" + UUID.randomUUID().toString().substring(0, 8);
  private final CodespaceProject project = new CodespaceProject(server, name);

  CodespacePagesTest() {
    super(PageServers.running());
  }

  @BeforeEach
  void create() {
    project.create();
    signIn();
  }

  @AfterEach
  void remove() {
    project.delete();
  }

  @Test
  void the_list_leads_to_state_address_files_and_log_of_a_codespace() {
    project.put("service.py", "", "requirements.txt", "./not-there.whl\n", ".project_ready", "");
    link("Codespaces").click();
    link(name).click();

    assertThat(heading(name)).isVisible();
    assertThat(page.getByText("was not built").first()).isVisible();
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("running");
    assertThat(page.locator("dd a"))
        .hasAttribute("href", server.call("GET", path()).at("/urls/0").asText());
    assertThat(page.getByText("3 files")).isVisible();
    assertThat(page.getByRole(AriaRole.LOG)).containsText("not-there.whl");
    picture("codespace");
    assertThat(complaints()).isEmpty();
  }

  @Test
  void codespaces_are_apart_from_deployments_and_have_one_page() {
    page.navigate("/deployments?search=" + name);
    assertThat(page.getByText("0 deployments")).isVisible();

    page.navigate("/deployments/" + name + "?cluster=default");

    assertThat(link("Codespaces")).hasCount(2);
    assertThat(page.getByText("Nothing was uploaded yet.")).isVisible();
  }

  @Test
  void deleting_asks_first_and_leads_back_to_the_list() {
    page.navigate("/codespaces/" + name);
    button("Delete").click();
    button("Delete the codespace").click();

    assertThat(page.getByText("The codespace " + name + " is deleted.")).isVisible();
    assertThat(server.call("GET", path()).status()).isEqualTo(404);
  }

  private String path() {
    return "/api/v2/deployments/" + name;
  }
}
