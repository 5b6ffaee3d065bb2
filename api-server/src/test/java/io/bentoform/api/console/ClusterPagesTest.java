package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.bentoform.api.Answer;
import io.bentoform.api.access.Caller;
import io.bentoform.api.cluster.RestrictedCluster;
import io.bentoform.api.cluster.SampleKubeconfig;
import io.bentoform.api.http.Json;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages of clusters and instance types. */
final class ClusterPagesTest extends ConsoleTest {
  private static final String CLUSTERS = "/api/v1/clusters";
  private static final String HIDDEN = "a-token-that-nobody-sees";
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

  private void createOnKubernetes(String address) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("name", name);
    ObjectNode engine =
        body.putObject("engine")
            .put("type", "kubernetes")
            .put("image", "example/python:1")
            .put("namespace", "models")
            .put("kubeconfig", SampleKubeconfig.of(address, HIDDEN));
    engine.putObject("storage").put("claim", "environments");
    assertThat(server.call("POST", CLUSTERS, body.toString()).status()).isEqualTo(200);
  }

  /** The value of a fact on the page. */
  private Locator fact(String title) {
    return page.locator("dl.facts > div", new Page.LocatorOptions().setHasText(title))
        .locator("dd");
  }

  @Test
  void the_engine_of_a_cluster_is_shown_with_the_reason_why_it_cannot_be_reached() {
    createOnKubernetes(SampleKubeconfig.NOWHERE);
    page.navigate("/clusters");
    Locator row = page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(name));
    assertThat(row).containsText("Kubernetes");

    open();

    assertThat(heading("Engine")).isVisible();
    assertThat(fact("Runs on")).hasText("Kubernetes");
    assertThat(fact("Health")).hasText("cannot be reached");
    assertThat(page.getByText("its server refused the connection")).isVisible();
    assertThat(fact("Namespace")).hasText("models");
    assertThat(fact("Image of pods")).hasText("example/python:1");
    assertThat(fact("Environments")).hasText("in the claim environments");
    assertThat(fact("Access")).hasText("a kubeconfig");
    assertThat(page.content()).doesNotContain(HIDDEN);
    assertSoundEverywhere("cluster-engine");
  }

  @Test
  void what_the_account_of_a_cluster_may_not_do_is_a_list() {
    try (RestrictedCluster cluster = new RestrictedCluster()) {
      createOnKubernetes(cluster.address());
      open();

      assertThat(fact("Version")).hasText(RestrictedCluster.VERSION);
      assertThat(fact("Health")).hasText("lacks permissions");
      assertThat(page.locator("main").getByRole(AriaRole.LISTITEM))
          .hasText(new String[] {RestrictedCluster.MISSING});
      assertSound();
    }
  }

  @Test
  void a_cluster_without_an_engine_of_its_own_runs_on_the_server() {
    page.navigate("/clusters/default");

    assertThat(fact("Runs on")).hasText("This server");
    assertThat(fact("Health")).hasText("reachable");
    assertThat(page.getByText("--engine none")).isVisible();
    assertThat(fact("Namespace")).hasCount(0);
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
