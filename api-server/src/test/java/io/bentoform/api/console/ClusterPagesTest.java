package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.bentoform.api.Answer;
import io.bentoform.api.access.Caller;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages of clusters and instance types. */
final class ClusterPagesTest extends ConsoleTest {
  private static final String CLUSTERS = "/api/v1/clusters";
  private final String name = "c-" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void begin() {
    signIn();
  }

  @AfterEach
  void remove() {
    server.call("DELETE", "/api/v1/org_secrets/blocking?cluster=" + name);
    server.call("DELETE", CLUSTERS + "/" + name);
    assertThat(complaints()).noneMatch(text -> text.contains("Content Security Policy"));
  }

  private void create() {
    server.call("POST", CLUSTERS, "{\"name\": \"%s\"}".formatted(name));
  }

  private void open() {
    page.navigate("/clusters/" + name);
    assertThat(heading(name)).isVisible();
    assertThat(heading("Instance types")).isVisible();
  }

  private Locator field(String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  private Locator dialog() {
    return page.getByRole(AriaRole.DIALOG);
  }

  private Answer types() {
    return server.call("GET", "/api/v1/instance_types?cluster=" + name);
  }

  @Test
  void a_cluster_is_created_described_and_deleted() {
    link("Clusters").click();
    control(AriaRole.TEXTBOX, "Name").fill(name);
    button("Create cluster").click();
    assertThat(heading(name)).isVisible();
    assertThat(page.getByText("is created, with the standard instance types")).isVisible();
    control(AriaRole.TEXTBOX, "Description").fill("for tests");
    button("Save").click();
    assertThat(page.getByText("The description is saved.")).isVisible();
    assertThat(server.call("GET", CLUSTERS + "/" + name).at("/description").asText())
        .isEqualTo("for tests");
    picture("cluster");

    button("Delete").click();
    button("Delete the cluster").click();

    assertThat(page.getByText("The cluster " + name + " is deleted.")).isVisible();
    assertThat(server.call("GET", CLUSTERS + "/" + name).status()).isEqualTo(404);
  }

  @Test
  void a_name_that_is_taken_is_refused_with_the_focus_on_it() {
    page.navigate("/clusters");
    control(AriaRole.TEXTBOX, "Name").fill("default");
    button("Create cluster").click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("already exists");
    assertThat(control(AriaRole.TEXTBOX, "Name")).isFocused();
  }

  @Test
  void a_cluster_that_is_used_and_the_default_one_are_not_deleted() {
    create();
    server.call(
        "POST",
        "/api/v1/org_secrets?cluster=" + name,
        "{\"name\": \"blocking\", \"content\": {\"items\": [{\"key\": \"A\", \"value\": \"1\"}]}}");
    open();
    button("Delete").click();
    button("Delete the cluster").click();
    assertThat(dialog().getByRole(AriaRole.ALERT)).containsText("still has 1 secret");

    page.navigate("/clusters/default");

    assertThat(heading("Instance types")).isVisible();
    assertThat(button("Delete")).hasCount(0);
  }

  @Test
  void an_instance_type_is_created_changed_and_deleted() {
    create();
    open();
    button("Create an instance type").click();
    field("Name").fill("gpu.test");
    field("CPU").fill("2");
    field("Memory").fill("lots");
    button(dialog(), "Save").click();
    assertThat(page.getByText("memory must be a quantity such as 2Gi or 512Mi.")).isVisible();
    assertThat(field("Memory")).isFocused();
    picture("instance-type");
    field("Memory").fill("4Gi");
    button(dialog(), "Save").click();
    assertThat(page.getByText("The instance type gpu.test is created.")).isVisible();
    assertThat(button("Create an instance type")).isFocused();
    assertThat(types().texts("", "display_name")).contains("gpu.test");

    button("Change gpu.test").click();
    assertThat(field("Name")).isDisabled();
    field("Number of GPUs").fill("1");
    field("Type of the GPUs").fill("nvidia-test");
    button(dialog(), "Save").click();
    assertThat(page.getByText("1 × nvidia-test")).isVisible();

    button("Delete gpu.test").click();
    button("Delete the instance type").click();

    assertThat(page.getByText("The instance type gpu.test is deleted.")).isVisible();
    assertThat(types().texts("", "display_name")).doesNotContain("gpu.test");
  }

  @Test
  void who_may_only_read_sees_clusters_and_changes_nothing() {
    browser.clearCookies();
    page.navigate("/sign-in");
    page.getByLabel("API token").fill(Caller.with(server, name, "[\"read_organization\"]").token());
    button("Sign in").click();
    link("Clusters").click();
    assertThat(link("default")).isVisible();
    assertThat(button("Create cluster")).hasCount(0);
    link("default").click();

    assertThat(heading("Instance types")).isVisible();
    assertThat(button("Create an instance type")).hasCount(0);
    assertThat(button("Save")).hasCount(0);
  }

  private static Locator button(Locator where, String label) {
    return where.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(label).setExact(true));
  }
}
