package io.bentoform.examples;

import static io.bentoform.examples.CommandLine.bentoml;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The real {@code bentoml} command line and Terraform on the same secrets. */
class CommandLineTest {
  private static final String ADDRESS = "bentocloud_secret.shared";
  private static final String CONFIGURATION =
      Workspace.HEAD
          + """
      variable "token" {
        type      = string
        ephemeral = true
        sensitive = true
      }

      resource "bentocloud_secret" "shared" {
        name      = "%s"
        values_wo = { HF_TOKEN = var.token }
      }
      """;

  private final Server server = Server.shared();

  private Workspace workspace(String secret, String value) {
    return Workspace.containing(CONFIGURATION.formatted(secret), server).with("token", value);
  }

  @Test
  void a_secret_of_the_command_line_is_imported_and_what_it_changes_later_is_put_back() {
    bentoml(server, "secret", "create", "made-by-hand", "HF_TOKEN=first");
    try (Workspace workspace = workspace("made-by-hand", "first")) {
      workspace.terraform("import", ADDRESS, "made-by-hand").orFail();
      assertThat(workspace.plan().empty()).isTrue();

      bentoml(server, "secret", "apply", "made-by-hand", "HF_TOKEN=second");

      Plan plan = workspace.plan();
      assertThat(plan.actions(ADDRESS)).containsExactly("update");
      workspace.applyPlan();
      assertThat(workspace.state(ADDRESS).get("revision").asInt()).isEqualTo(3);
      assertThat(workspace.plan().empty()).isTrue();
    }
  }

  @Test
  void a_secret_of_terraform_is_listed_and_deleted_by_the_command_line() {
    try (Workspace workspace = workspace("made-by-terraform", "hidden-value")) {
      workspace.apply();

      assertThat(bentoml(server, "secret", "list", "--search", "made-by-terraform", "-o", "json"))
          .contains("\"name\": \"made-by-terraform\"", "HF_TOKEN")
          .doesNotContain("hidden-value");
      bentoml(server, "secret", "delete", "made-by-terraform");

      assertThat(workspace.plan().actions(ADDRESS)).containsExactly("create");
    }
  }
}
