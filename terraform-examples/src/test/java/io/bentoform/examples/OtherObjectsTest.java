package io.bentoform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;

/** The examples of tokens, clusters, instance types and functions are applied as they stand. */
class OtherObjectsTest {
  private static final String TOKENS = "/api/v1/api_tokens";
  private static final String TOKEN = "bf_" + "aB3-".repeat(10) + "xyz";

  private final Server server = Server.idle();

  @Test
  void a_token_for_one_run_is_deleted_at_its_end_and_nowhere_stored() throws IOException {
    try (Workspace workspace = Workspace.of("ephemeral-resources/bentocloud_api_token", server)) {
      String applied = workspace.apply();

      assertThat(applied).containsPattern("Clos(ing|e) complete");
      assertThat(server.names(TOKENS)).noneMatch(name -> name.startsWith("terraform-"));
      assertThat(Files.readString(workspace.folder().resolve("terraform.tfstate")))
          .doesNotContain("bf_");
      assertThat(workspace.plan().empty()).isTrue();
    }
  }

  @Test
  void a_lasting_token_is_stored_by_its_hash_and_replaced_by_a_new_value() throws IOException {
    String address = "bentocloud_api_token.ci";
    String written = Workspace.read("resources/bentocloud_api_token/resource.tf");
    try (Workspace workspace = Workspace.containing(written, server)) {
      workspace.with("ci_token", TOKEN).apply();
      assertThat(workspace.plan().empty()).isTrue();

      JsonNode state = workspace.state(address);
      assertThat(state.get("hash").asText()).isEqualTo(DigestUtils.sha256Hex(TOKEN));
      assertThat(Files.readString(workspace.folder().resolve("terraform.tfstate")))
          .doesNotContain(TOKEN);
      assertThat(String.join("\n", workspace.printed())).doesNotContain(TOKEN);
      assertThat(server.statusAs(TOKEN, TOKENS)).isEqualTo(200);

      workspace.configure(written.replace("\"write_cluster\"", "\"read_cluster\""));
      Plan inPlace = workspace.plan();
      assertThat(inPlace.actions(address)).containsExactly("update");
      workspace.applyPlan();

      workspace.configure(written.replace("= \"1\"", "= \"2\""));
      Plan replaced = workspace.plan();
      assertThat(replaced.actions(address)).containsExactly("delete", "create");
      assertThat(replaced.text()).doesNotContain(TOKEN);
      workspace.applyPlan();
      assertThat(workspace.plan().empty()).isTrue();

      String uid = workspace.state(address).get("uid").asText();
      workspace.terraform("state", "rm", address).orFail();
      workspace.terraform("import", address, uid).orFail();
      assertThat(workspace.plan().actions(address)).containsExactly("update");
      workspace.applyPlan();
      assertThat(server.statusAs(TOKEN, TOKENS)).isEqualTo(200);
    }
    assertThat(server.statusAs(TOKEN, TOKENS)).isEqualTo(401);
  }

  @Test
  void a_cluster_and_an_instance_type_are_applied_changed_and_destroyed() {
    try (Workspace workspace = Workspace.of("resources/bentocloud_cluster", server)) {
      workspace
          .write("kubeconfig", SampleKubeconfig.of("t"))
          .with("kubeconfig_path", "kubeconfig")
          .apply();
      assertThat(workspace.plan().empty()).isTrue();
      assertThat(server.names("/api/v1/clusters")).contains("staging", "gpu");
    }
    assertThat(server.names("/api/v1/clusters")).doesNotContain("staging", "gpu");

    String small = "bentocloud_instance_type.small";
    String written = Workspace.read("resources/bentocloud_instance_type/resource.tf");
    try (Workspace workspace = Workspace.containing(written, server)) {
      workspace.apply();
      assertThat(workspace.plan().empty()).isTrue();
      workspace.configure(written.replace("500m", "1"));
      assertThat(workspace.plan().actions(small)).containsExactly("update");
      workspace.applyPlan();
      assertThat(workspace.state(small).get("cpu").asText()).isEqualTo("1");
    }
  }

  @Test
  void a_deployment_file_becomes_a_deployment_and_a_deployment_becomes_a_file() {
    String secret =
        """

        resource "bentocloud_secret" "from_file" {
          name      = "from-file"
          values_wo = { KEY = var.value }
        }
        """;
    String from = Workspace.read("functions/deployment_from_yaml/function.tf");
    String written =
        Workspace.HEAD
            + Workspace.VALUE
            + from.replace(
                "services = local.file.services",
                "services = local.file.services\n  depends_on = [bentocloud_secret.from_file]")
            + secret
            + """

            output "file" {
              value = provider::bentocloud::deployment_to_yaml(bentocloud_deployment.from_file)
            }
            """;
    try (Workspace workspace = Workspace.containing(written, server).with("value", "x")) {
      workspace.copy("functions/deployment_from_yaml/deployment.yaml");
      workspace.apply();

      JsonNode made = workspace.state("bentocloud_deployment.from_file");
      assertThat(made.at("/services/Fingerprint/scaling/max_replicas").asInt()).isEqualTo(2);
      assertThat(workspace.terraform("output", "-raw", "file").orFail())
          .contains("name: from-file")
          .contains("max_replicas: 2");
      assertThat(workspace.plan().empty()).isTrue();
    }
  }

  @Test
  void a_dotenv_file_becomes_a_secret() {
    String text = Workspace.HEAD + Workspace.read("functions/parse_dotenv/function.tf");
    try (Workspace workspace = Workspace.containing(text, server)) {
      workspace.with("dotenv", "A=hidden-one\nB=\"hidden\ntwo\"\n").apply();

      assertThat(workspace.state("bentocloud_secret.from_dotenv").get("keys"))
          .hasToString("[\"A\",\"B\"]");
      assertThat(String.join("\n", workspace.printed())).doesNotContain("hidden-one");
    }
  }
}
