package io.bentoform.examples;

import static io.bentoform.examples.Workspace.fingerprint;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The examples of the provider's documentation are applied as they stand. */
@Tag(Layout.ANY_ENGINE)
class ExampleTest {
  private final Server server = Server.shared();

  @Test
  void the_example_of_the_provider_block_is_good_as_it_stands() {
    try (Workspace workspace = Workspace.of("provider", server)) {
      workspace.apply();
      assertThat(workspace.plan().empty()).isTrue();
      workspace.destroy();
    }
  }

  @Test
  void the_example_of_a_secret_applies_and_is_imported() {
    try (Workspace workspace = Workspace.of("resources/bentocloud_secret", server)) {
      workspace.with("hf_token", "first").apply();
      assertThat(workspace.plan().empty()).isTrue();

      forgetAndImport(workspace, "bentocloud_secret.hugging_face", "resources/bentocloud_secret");

      assertThat(workspace.plan().empty()).isTrue();
      workspace.destroy();
      assertThat(server.names("/api/v1/org_secrets")).doesNotContain("hugging-face");
    }
  }

  @Test
  void the_example_of_a_deployment_applies_and_is_imported() {
    String deployment = "bentocloud_deployment.llm";
    try (Workspace workspace = Workspace.of("resources/bentocloud_deployment", server)) {
      workspace.with("hf_token", "first").apply();
      assertThat(workspace.runningEnvironment("HF_TOKEN")).isEqualTo(fingerprint("first"));
      assertThat(workspace.runningEnvironment("LOG_LEVEL")).isEqualTo(fingerprint("info"));
      assertThat(workspace.plan().empty()).isTrue();

      forgetAndImport(workspace, deployment, "resources/bentocloud_deployment");

      // The state takes in what the configuration alone has, or spells out: nothing is rolled out.
      Plan plan = workspace.plan();
      assertThat(plan.actions(deployment)).containsExactly("update");
      assertThat(plan.changedAttributes(deployment)).containsExactly("services", "timeouts");
      workspace.applyPlan();
      assertThat(server.get("/api/v2/deployments/llm-example").get("revision").asInt())
          .isEqualTo(1);
      assertThat(workspace.plan().empty()).isTrue();
      workspace.destroy();
      assertThat(server.names("/api/v2/deployments")).doesNotContain("llm-example");
    }
  }

  /** Runs {@code import.sh} as a reader would, after Terraform has lost sight of the resource. */
  private static void forgetAndImport(Workspace workspace, String address, String example) {
    workspace.terraform("state", "rm", address).orFail();
    String script = Layout.MODULE.resolve(example).resolve("import.sh").toString();
    Command.run(workspace.folder(), workspace.environment(), List.of("bash", "-e", script))
        .orFail();
    assertThat(workspace.state(address).get("cluster").asText()).isEqualTo("default");
  }
}
