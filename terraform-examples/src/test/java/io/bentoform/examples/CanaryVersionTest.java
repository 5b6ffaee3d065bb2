package io.bentoform.examples;

import static io.bentoform.examples.Workspace.fingerprint;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A canary version of a deployment, from its first request to its end. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Layout.BESIDE_OTHERS)
@Tag(Layout.ANY_ENGINE)
class CanaryVersionTest {
  private static final String DEPLOYMENT = "bentocloud_deployment.llm";
  private static final String TOKEN = "HF_TOKEN";

  private final Server server = Server.shared();

  @Test
  void requests_move_to_a_canary_version_and_its_own_secret_restarts_or_replaces() {
    try (Workspace workspace = Workspace.of("scenarios/canary", server)) {
      workspace.with("hf_token", "old").with("next_values", "{\"HF_TOKEN\": \"new\"}").apply();
      assertThat(workspace.runningEnvironment(TOKEN)).isEqualTo(fingerprint("old"));
      String uid = uid();
      assertThat(workspace.plan().empty()).isTrue();

      assertThat(workspace.with("weight", "100").plan().actions(DEPLOYMENT))
          .containsExactly("update");
      workspace.applyPlan();
      assertThat(workspace.runningEnvironment(TOKEN)).isEqualTo(fingerprint("new"));
      assertThat(workspace.plan().empty()).isTrue();

      Plan rotated = workspace.with("next_values", "{\"HF_TOKEN\": \"newer\"}").plan();
      assertThat(rotated.actions(DEPLOYMENT)).containsExactly("update");
      assertThat(rotated.text()).containsPattern("~ revision = 1 -> 2");
      workspace.applyPlan();
      assertThat(workspace.runningEnvironment(TOKEN)).isEqualTo(fingerprint("newer"));

      Plan added =
          workspace.with("next_values", "{\"HF_TOKEN\": \"newer\", \"MORE\": \"x\"}").plan();
      assertThat(added.actions(DEPLOYMENT)).containsExactly("delete", "create");
      assertThat(added.replacePaths(DEPLOYMENT))
          .containsExactly("[\"canary\",\"versions\",\"next\",\"secrets\",0,\"keys\"]");
      workspace.with("next_values", "{\"HF_TOKEN\": \"newer\"}");

      assertThat(workspace.with("promoted", "true").plan().actions(DEPLOYMENT))
          .containsExactly("update");
      workspace.applyPlan();
      assertThat(workspace.runningEnvironment(TOKEN)).isEqualTo(fingerprint("old"));
      assertThat(uid()).isEqualTo(uid);
      assertThat(workspace.plan().empty()).isTrue();
      workspace.destroy();
    }
  }

  @Test
  void weights_over_100_percent_and_a_missing_name_of_a_header_are_errors_of_the_configuration() {
    String over =
        Workspace.HEAD
            + """
            resource "bentocloud_deployment" "llm" {
              bento  = "fingerprint:v1"
              canary = {
                route_type = "header"
                versions   = { a = { weight = 60 }, b = { weight = 60 } }
              }
            }
            """;
    try (Workspace workspace = Workspace.containing(over, server)) {
      assertThat(Command.words(workspace.terraform("validate", "-no-color").refused()))
          .contains("Weights of more than 100 percent")
          .contains("Missing route_by");
    }
  }

  private String uid() {
    return server.deployment("canary").get("uid").asText();
  }
}
