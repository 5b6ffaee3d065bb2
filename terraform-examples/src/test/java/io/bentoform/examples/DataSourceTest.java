package io.bentoform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The examples of data sources tell by real Terraform what the real server has. */
class DataSourceTest {
  private static final String VALUE = "a-value-that-nobody-sees";
  private static final Server SERVER = Server.shared();

  /** A secret, and a deployment that runs with it. */
  private static final String OBJECTS =
      Workspace.HEAD
          + Workspace.VALUE
          + """
          resource "bentocloud_secret" "team_token" {
            name      = "team-token"
            values_wo = { HF_TOKEN = var.value }
          }

          resource "bentocloud_deployment" "summarizer" {
            name    = "summarizer"
            bento   = "fingerprint:v1"
            secrets = [bentocloud_secret.team_token]
            labels  = { env = "prod" }
          }
          """;

  private static final Workspace MADE = Workspace.containing(OBJECTS, SERVER).with("value", VALUE);

  @BeforeAll
  static void make() {
    MADE.apply();
  }

  @AfterAll
  static void remove() {
    MADE.close();
  }

  private static String example(String type) {
    return Workspace.read("data-sources/" + type + "/data-source.tf");
  }

  /** The data source of an example, without the resource that uses it. */
  private static JsonNode read(String type, String name) {
    String text = example(type);
    int resource = text.indexOf("\n# ", 1) < 0 ? text.length() : text.indexOf("\n# ", 1);
    String only = text.contains("\nresource ") ? text.substring(0, resource) : text;
    try (Workspace workspace = Workspace.containing(Workspace.HEAD + only, SERVER)) {
      workspace.apply();
      assertThat(workspace.plan().empty()).isTrue();
      assertThat(String.join("\n", workspace.printed())).doesNotContain(VALUE);
      return workspace.state("data." + type + "." + name);
    }
  }

  @Test
  void a_secret_is_read_without_its_values() {
    JsonNode secret = read("bentocloud_secret", "team_token");

    assertThat(secret.get("keys")).hasToString("[\"HF_TOKEN\"]");
    assertThat(secret.get("revision").asInt()).isEqualTo(1);
    assertThat(secret.get("type").asText()).isEqualTo("env");
    assertThat(secret.get("used_by").asInt()).isEqualTo(1);
    assertThat(secret.toString()).doesNotContain(VALUE);
  }

  @Test
  void a_deployment_takes_a_secret_that_is_read_as_one_that_is_made() {
    String text =
        Workspace.HEAD
            + example("bentocloud_secret")
                .replace("name    = \"summarizer\"", "name    = \"by-data\"");
    try (Workspace workspace = Workspace.containing(text, SERVER)) {
      workspace.apply();

      JsonNode attached = workspace.state("bentocloud_deployment.summarizer").at("/secrets/0");
      assertThat(attached.get("keys")).hasToString("[\"HF_TOKEN\"]");
      assertThat(workspace.plan().empty()).isTrue();
    }
  }

  @Test
  void secrets_are_listed_by_a_query() {
    JsonNode secrets = read("bentocloud_secrets", "with_a_token").get("secrets");

    assertThat(secrets.findValuesAsText("name")).contains("team-token");
    assertThat(secrets.findValuesAsText("cluster")).containsOnly("default");
  }

  @Test
  void a_deployment_tells_what_its_replicas_hold() {
    JsonNode deployment = read("bentocloud_deployment", "summarizer");

    assertThat(deployment.get("status").asText()).isEqualTo("running");
    assertThat(deployment.get("bento").asText()).isEqualTo("fingerprint:v1");
    assertThat(deployment.get("endpoint_url").asText()).startsWith("http");
    assertThat(deployment.at("/secrets/0/state").asText()).isEqualTo("current");
    assertThat(deployment.at("/labels/env").asText()).isEqualTo("prod");
  }

  @Test
  void deployments_are_listed_by_their_labels() {
    JsonNode deployments = read("bentocloud_deployments", "production").get("deployments");

    assertThat(deployments.findValuesAsText("endpoint_url")).hasSize(1);
    assertThat(deployments.at("/0/name").asText()).isEqualTo("summarizer");
  }

  @Test
  void the_latest_bento_has_the_digest_of_its_archive() {
    JsonNode bento = read("bentocloud_bento", "fingerprint");

    assertThat(bento.get("tag").asText()).startsWith("fingerprint:");
    assertThat(bento.get("digest").asText()).matches("[0-9a-f]{64}");
    assertThat(bento.get("services")).hasToString("[\"Fingerprint\"]");
  }

  @Test
  void bentos_clusters_instance_types_and_templates_are_listed() {
    assertThat(read("bentocloud_bentos", "uploaded").get("bentos").findValuesAsText("tag"))
        .contains("fingerprint:v1");
    assertThat(read("bentocloud_clusters", "all").at("/clusters/0/is_default").asBoolean())
        .isTrue();
    assertThat(
            read("bentocloud_instance_types", "all").get("instance_types").findValuesAsText("name"))
        .contains("cpu.1");
    assertThat(read("bentocloud_secret_templates", "all").get("templates").findValuesAsText("key"))
        .contains("OPENAI_API_KEY", "HF_TOKEN");
  }

  @Test
  void a_cluster_tells_its_engine_and_how_it_is() {
    JsonNode cluster = read("bentocloud_cluster", "default");

    assertThat(cluster.get("is_default").asBoolean()).isTrue();
    assertThat(cluster.at("/engine/type").asText()).isEqualTo("local");
    assertThat(cluster.at("/health/reachable").asBoolean()).isTrue();
    assertThat(cluster.at("/health/missing_permissions")).isEmpty();
    assertThat(read("bentocloud_clusters", "all").at("/clusters/0/engine/type").asText())
        .isEqualTo("local");
  }

  @Test
  void the_server_tells_its_version_and_what_it_can_do() {
    JsonNode server = read("bentocloud_server", "this");

    assertThat(server.get("version").asText()).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
    assertThat(server.get("capabilities").toString()).contains("secret_compare");
  }

  @Test
  void the_impact_of_a_new_value_and_of_a_new_key_is_told_by_names_alone() {
    JsonNode impact = read("bentocloud_secret_impact", "new_token");
    assertThat(impact.get("restarts")).hasToString("[\"summarizer\"]");
    assertThat(impact.get("recreates")).hasToString("[]");

    String added =
        Workspace.HEAD
            + """
            data "bentocloud_secret_impact" "new_key" {
              name = "team-token"
              keys = ["HF_TOKEN", "HF_HOME"]
            }
            """;
    try (Workspace workspace = Workspace.containing(added, SERVER)) {
      workspace.apply();
      JsonNode newKey = workspace.state("data.bentocloud_secret_impact.new_key");
      assertThat(newKey.get("added")).hasToString("[\"HF_HOME\"]");
      assertThat(newKey.get("recreates")).hasToString("[\"summarizer\"]");
    }
  }

  @Test
  void what_is_not_there_is_an_error_that_names_it() {
    String text = Workspace.HEAD + "data \"bentocloud_bento\" \"none\" { name = \"nothing\" }\n";
    try (Workspace workspace = Workspace.containing(text, SERVER)) {
      assertThat(Command.words(workspace.terraform("plan", "-no-color").refused()))
          .contains("There is no bento \"nothing\"");
    }
  }
}
