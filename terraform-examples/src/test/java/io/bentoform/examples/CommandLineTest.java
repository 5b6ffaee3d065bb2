package io.bentoform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private String bentoml(String... words) {
    Map<String, String> environment = new HashMap<>(server.environment());
    environment.put("BENTOML_HOME", Layout.TARGET.resolve("bentoml").toString());
    environment.put("BENTOML_DO_NOT_TRACK", "True");
    List<String> command = new ArrayList<>();
    command.add(Layout.TARGET.resolve("venv/bin/bentoml").toString());
    command.addAll(List.of(words));
    return Command.run(Layout.TARGET, environment, command).orFail();
  }

  private Workspace workspace(String secret, String value) {
    return Workspace.containing(CONFIGURATION.formatted(secret), server).with("token", value);
  }

  @Test
  void a_secret_of_the_command_line_is_imported_and_what_it_changes_later_is_put_back() {
    bentoml("secret", "create", "made-by-hand", "HF_TOKEN=first");
    try (Workspace workspace = workspace("made-by-hand", "first")) {
      workspace.terraform("import", ADDRESS, "made-by-hand").orFail();
      assertThat(workspace.plan().empty()).isTrue();

      bentoml("secret", "apply", "made-by-hand", "HF_TOKEN=second");

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

      assertThat(bentoml("secret", "list", "--search", "made-by-terraform", "-o", "json"))
          .contains("\"name\": \"made-by-terraform\"", "HF_TOKEN")
          .doesNotContain("hidden-value");
      bentoml("secret", "delete", "made-by-terraform");

      assertThat(workspace.plan().actions(ADDRESS)).containsExactly("create");
    }
  }
}
