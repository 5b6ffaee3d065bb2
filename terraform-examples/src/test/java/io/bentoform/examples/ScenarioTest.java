package io.bentoform.examples;

import static io.bentoform.examples.Workspace.fingerprint;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag(Layout.ANY_ENGINE)
class ScenarioTest {
  private static final String SECRET = "bentocloud_secret.hf";
  private static final String DEPLOYMENT = "bentocloud_deployment.llm";
  private final Server server = Server.shared();

  @Test
  void a_changed_value_restarts_the_deployment_in_place() {
    try (Workspace workspace = Workspace.of("scenarios/rotate-value", server)) {
      workspace.with("hf_token", "first").apply();
      assertThat(workspace.runningEnvironment("HF_TOKEN")).isEqualTo(fingerprint("first"));
      String uid = uid("rotate-value");
      assertThat(workspace.plan().empty()).isTrue();

      Plan plan = workspace.with("hf_token", "second").plan();

      assertThat(plan.actions(SECRET)).containsExactly("update");
      assertThat(plan.changedAttributes(SECRET)).containsExactly("key_revisions", "revision");
      assertThat(plan.after(SECRET).get("revision").asInt()).isEqualTo(2);
      assertThat(plan.actions(DEPLOYMENT)).containsExactly("update");
      assertThat(plan.replacePaths(DEPLOYMENT)).isEmpty();
      assertThat(plan.changedAttributes(DEPLOYMENT)).isSubsetOf("revision", "secrets", "status");
      assertThat(plan.after(DEPLOYMENT).at("/secrets/0/revision").asInt()).isEqualTo(2);
      assertThat(plan.text())
          .contains("# bentocloud_deployment.llm will be updated in-place")
          .containsPattern("~ revision = 1 -> 2");

      workspace.applyPlan();
      assertThat(workspace.runningEnvironment("HF_TOKEN")).isEqualTo(fingerprint("second"));
      assertThat(uid("rotate-value")).isEqualTo(uid);
      assertThat(workspace.plan().empty()).isTrue();
      destroyLeavesNothing(workspace, "rotate-value");
    }
  }

  @Test
  void an_added_key_replaces_the_deployment() {
    try (Workspace workspace = Workspace.of("scenarios/add-key", server)) {
      workspace.with("hf_token", "first").apply();
      String uid = uid("add-key");

      Plan plan = workspace.with("with_hf_home", "true").plan();

      assertThat(plan.actions(SECRET)).containsExactly("update");
      assertThat(plan.actions(DEPLOYMENT)).containsExactly("delete", "create");
      assertThat(plan.replacePaths(DEPLOYMENT)).containsExactly("[\"secrets\",0,\"keys\"]");
      assertThat(plan.text())
          .contains("# bentocloud_deployment.llm must be replaced")
          .containsPattern("~ keys +(= )?\\[ # forces replacement\\s+\\+ \"HF_HOME\"");

      workspace.applyPlan();
      assertThat(workspace.runningEnvironment("HF_HOME")).isEqualTo(fingerprint("/models"));
      assertThat(workspace.runningEnvironment("HF_TOKEN")).isEqualTo(fingerprint("first"));
      assertThat(uid("add-key")).isNotEqualTo(uid);
      assertThat(workspace.plan().empty()).isTrue();
      destroyLeavesNothing(workspace, "add-key");
    }
  }

  @Test
  void a_removed_key_replaces_the_deployment_unless_it_is_to_be_restarted() {
    try (Workspace workspace = Workspace.of("scenarios/remove-key", server)) {
      workspace.with("hf_token", "first").apply();
      workspace.with("with_hf_home", "false");

      Plan restart = workspace.with("recreate_on_key_change", "false").plan();
      assertThat(restart.actions(DEPLOYMENT)).containsExactly("update");
      assertThat(restart.replacePaths(DEPLOYMENT)).isEmpty();

      Plan replace = workspace.with("recreate_on_key_change", "true").plan();
      assertThat(replace.actions(DEPLOYMENT)).containsExactly("delete", "create");
      assertThat(replace.replacePaths(DEPLOYMENT)).containsExactly("[\"secrets\",0,\"keys\"]");

      workspace.applyPlan();
      assertThat(workspace.runningEnvironment("HF_HOME")).isEqualTo("absent");
      assertThat(workspace.plan().empty()).isTrue();
      destroyLeavesNothing(workspace, "remove-key");
    }
  }

  @Test
  void attaching_and_detaching_restarts_in_place_and_another_order_does_nothing() {
    try (Workspace workspace = Workspace.of("scenarios/attach-detach", server)) {
      workspace.with("hf_token", "first").apply();
      String uid = uid("attach-detach");

      Plan attach = workspace.with("attached", "[\"hf\", \"aws\"]").plan();
      assertThat(attach.actions(DEPLOYMENT)).containsExactly("update");
      assertThat(attach.replacePaths(DEPLOYMENT)).isEmpty();
      workspace.applyPlan();
      assertThat(workspace.runningEnvironment("AWS_TOKEN")).isEqualTo(fingerprint("first"));
      assertThat(workspace.plan().empty()).isTrue();
      int revision = revision("attach-detach");

      Plan reorder = workspace.with("attached", "[\"aws\", \"hf\"]").plan();
      assertThat(reorder.actions(DEPLOYMENT)).containsExactly("update");
      assertThat(reorder.changedAttributes(DEPLOYMENT)).containsExactly("secrets");
      workspace.applyPlan();
      assertThat(revision("attach-detach")).isEqualTo(revision);
      assertThat(workspace.plan().empty()).isTrue();

      Plan detach = workspace.with("attached", "[\"hf\"]").plan();
      assertThat(detach.actions(DEPLOYMENT)).containsExactly("update");
      workspace.applyPlan();
      assertThat(workspace.runningEnvironment("AWS_TOKEN")).isEqualTo("absent");
      assertThat(uid("attach-detach")).isEqualTo(uid);
      assertThat(workspace.plan().empty()).isTrue();
      destroyLeavesNothing(workspace, "attach-detach");
    }
  }

  @Test
  void two_secrets_that_disagree_about_a_key_are_an_error_in_the_plan() {
    try (Workspace workspace = Workspace.of("scenarios/two-secrets-conflict", server)) {
      workspace.with("hf_token", "first").with("other_token", "second");
      refusesConflict(workspace);
      assertThat(server.names("/api/v1/org_secrets")).doesNotContain("conflict-one");

      workspace.with("other_token", "first");
      assertThat(workspace.plan().text()).doesNotContain("Warning: Two");
      workspace.applyPlan();
      assertThat(workspace.runningEnvironment("HF_TOKEN")).isEqualTo(fingerprint("first"));
      assertThat(workspace.plan().empty()).isTrue();

      refusesConflict(workspace.with("other_token", "rotated"));
      workspace.with("other_token", "first");
      destroyLeavesNothing(workspace, "conflict");
    }
  }

  private static void refusesConflict(Workspace workspace) {
    assertThat(workspace.terraform("plan", "-no-color").refused())
        .contains("Error: Two attached secrets have different values for the same key")
        .contains("conflict-one")
        .contains("conflict-two")
        .contains("HF_TOKEN");
  }

  @Test
  void stored_secrets_that_disagree_about_a_key_are_compared_by_the_server_in_the_plan() {
    String text =
        Workspace.HEAD
            + """
            resource "bentocloud_deployment" "llm" {
              name    = "stored-conflict"
              bento   = "fingerprint:v1"
              secrets = [{ name = "stored-one" }, { name = "stored-two" }]
            }
            """;
    putSecret("stored-one", "first");
    putSecret("stored-two", "second");
    try (Workspace workspace = Workspace.containing(text, server)) {
      assertThat(Command.words(workspace.terraform("plan", "-no-color").refused()))
          .contains("Error: The API would reject the deployment")
          .contains("stored-one")
          .contains("KEY");

      server.call("DELETE", "/api/v1/org_secrets/stored-two", null);
      putSecret("stored-two", "first");
      assertThat(workspace.plan().text()).doesNotContain("Warning: Two");
    }
    for (String name : List.of("stored-one", "stored-two")) {
      server.call("DELETE", "/api/v1/org_secrets/" + name, null);
    }
  }

  private void putSecret(String name, String value) {
    server.call(
        "POST",
        "/api/v1/org_secrets",
        """
        {"name": "%s", "content": {"type": "env", "items": [{"key": "KEY", "value": "%s"}]}}
        """
            .formatted(name, value));
  }

  @Test
  void a_file_secret_lies_under_the_home_of_the_process_however_its_path_is_spelled() {
    try (Workspace workspace = Workspace.of("scenarios/file-secret", server)) {
      workspace.with("hf_token", "first").apply();

      assertThat(workspace.runningFile("demo/secrets/password/PASSWORD"))
          .isEqualTo(fingerprint("first"));
      assertThat(workspace.runningFile("demo/USERNAME")).isEqualTo(fingerprint("robot"));
      assertThat(workspace.runningEnvironment("PASSWORD")).isEqualTo("absent");
      assertThat(workspace.plan().empty()).isTrue();
      assertThat(workspace.with("path", "$BENTOML_HOME/./demo/").plan().empty()).isTrue();

      Plan plan = workspace.with("hf_token", "second").plan();
      assertThat(plan.actions(DEPLOYMENT)).containsExactly("update");
      workspace.applyPlan();
      assertThat(workspace.plan().empty()).isTrue();
      assertThat(workspace.runningFile("demo/secrets/password/PASSWORD"))
          .isEqualTo(fingerprint("second"));
      destroyLeavesNothing(workspace, "file-secret");
    }
  }

  @Test
  void what_was_made_elsewhere_is_imported_and_the_next_plan_is_empty() {
    server.call(
        "POST",
        "/api/v1/org_secrets",
        """
        {"name": "import-existing",
         "content": {"type": "env", "items": [{"key": "HF_TOKEN", "value": "first"}]}}
        """);
    server.call(
        "POST",
        "/api/v2/deployments",
        """
        {"name": "import-existing", "bento": "fingerprint:v1", "secrets": ["import-existing"],
         "services": {}}
        """);
    server.awaitStatus("import-existing", "running");
    String uid = uid("import-existing");
    try (Workspace workspace = Workspace.of("scenarios/import-existing", server)) {
      Plan plan = workspace.with("hf_token", "first").plan();
      assertThat(plan.text()).contains("2 to import, 0 to add, 0 to change, 0 to destroy");

      workspace.applyPlan();
      assertThat(workspace.plan().empty()).isTrue();
      assertThat(uid("import-existing")).isEqualTo(uid);
      assertThat(revision("import-existing")).isEqualTo(1);
      destroyLeavesNothing(workspace, "import-existing");
    }
  }

  @Test
  void with_a_version_values_are_written_when_the_version_changes_and_not_compared() {
    try (Workspace workspace = Workspace.of("scenarios/values-from-ephemeral", server)) {
      workspace.with("hf_token", "first").apply();
      assertThat(workspace.with("hf_token", "another each time").plan().empty()).isTrue();

      Plan plan = workspace.with("token_version", "2").with("hf_token", "second").plan();
      assertThat(plan.actions(SECRET)).containsExactly("update");
      assertThat(plan.actions(DEPLOYMENT)).containsExactly("update");
      workspace.applyPlan();
      assertThat(workspace.runningEnvironment("HF_TOKEN")).isEqualTo(fingerprint("second"));
      assertThat(workspace.plan().empty()).isTrue();
      destroyLeavesNothing(workspace, "values-from-ephemeral");
    }
  }

  @Test
  void a_value_that_is_known_only_at_apply_makes_the_revision_unknown_and_no_more() {
    String secret = "bentocloud_secret.made";
    try (Workspace workspace = Workspace.of("scenarios/unknown-value", server)) {
      workspace.apply();
      String before = workspace.runningEnvironment("MADE");
      assertThat(workspace.plan().empty()).isTrue();

      Plan plan = workspace.with("generation", "2").plan();
      assertThat(plan.actions(secret)).containsExactly("update");
      assertThat(plan.afterUnknown(secret).get("revision").asBoolean()).isTrue();
      assertThat(texts(plan.after(secret).get("keys"))).containsExactly("MADE");
      assertThat(plan.actions(DEPLOYMENT)).containsExactly("update");

      workspace.applyPlan();
      assertThat(workspace.runningEnvironment("MADE")).isNotEqualTo(before).isNotEqualTo("absent");
      assertThat(workspace.plan().empty()).isTrue();
      destroyLeavesNothing(workspace, "unknown-value");
    }
  }

  private void destroyLeavesNothing(Workspace workspace, String deployment) {
    workspace.destroy();
    assertThat(server.names("/api/v2/deployments")).doesNotContain(deployment);
    assertThat(server.names("/api/v1/org_secrets"))
        .noneMatch(secret -> secret.startsWith(deployment));
  }

  private String uid(String deployment) {
    return server.deployment(deployment).get("uid").asText();
  }

  private int revision(String deployment) {
    return server.deployment(deployment).get("revision").asInt();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }
}
