package io.bentoform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Actions, invoked by a user and by the changes of resources. */
@EnabledIf(
    value = "io.bentoform.examples.HostVersion#hasActionsAndLists",
    disabledReason = "Actions and list resources need Terraform 1.14 or later")
class ActionTest {
  /** The deployment of the examples. */
  private static final String NAME = "summarizer";

  private final Server server = Server.idle();

  @BeforeEach
  void make() {
    server.makeSecret(NAME, "KEY", "first");
    server.makeIdle(NAME);
  }

  @AfterEach
  void remove() {
    server.send("DELETE", "/api/v2/deployments/" + NAME, null);
    server.send("DELETE", "/api/v1/org_secrets/" + NAME, null);
  }

  private static String example(String action) {
    return Workspace.HEAD
        + Workspace.read("actions/bentocloud_deployment_" + action + "/action.tf");
  }

  private static Command invoke(Workspace workspace, String action) {
    return workspace.terraform(
        "apply",
        "-no-color",
        "-auto-approve",
        "-invoke=action.bentocloud_deployment_" + action + "." + NAME);
  }

  private int revision() {
    return server.deployment(NAME).get("revision").asInt();
  }

  @Test
  void a_restart_is_invoked_by_a_user() {
    try (Workspace workspace = Workspace.containing(example("restart"), server)) {
      assertThat(workspace.plan().empty()).isTrue();

      String printed = invoke(workspace, "restart").orFail();

      assertThat(printed)
          .contains("The deployment \"" + NAME + "\" rolls out its revision 2.")
          .contains("1 invoked");
      assertThat(revision()).isEqualTo(2);
    }
  }

  @Test
  void a_restart_ends_when_the_replica_has_the_value_that_was_set_elsewhere() {
    String name = "rotate-value";
    String scenario = Workspace.text("scenarios/" + name);
    String action =
        Workspace.read("actions/bentocloud_deployment_restart/action.tf")
            .replace("= \"" + NAME + "\"", "= \"" + name + "\"");
    Server running = Server.shared();
    try (Workspace workspace = Workspace.containing(scenario + action, running)) {
      workspace.with("hf_token", "first").apply();
      running.call(
          "PATCH",
          "/api/v1/org_secrets/" + name,
          "{\"content\": {\"items\": [{\"key\": \"HF_TOKEN\", \"value\": \"second\"}]}}");

      invoke(workspace, "restart").orFail();

      assertThat(workspace.runningEnvironment("HF_TOKEN"))
          .isEqualTo(Workspace.fingerprint("second"));
    }
  }

  @Test
  void a_rollback_to_a_revision_is_invoked_by_a_user() {
    for (String level : new String[] {"one", "two", "three"}) {
      server.call(
          "PUT",
          "/api/v2/deployments/" + NAME,
          """
          {"bento": "fingerprint:v1", "secrets": ["summarizer"],
           "envs": [{"name": "LEVEL", "value": "%s"}],
           "services": {"Fingerprint": {"scaling": {"min_replicas": 0, "max_replicas": 1}}}}
          """
              .formatted(level));
    }
    assertThat(revision()).isEqualTo(4);
    try (Workspace workspace = Workspace.containing(example("rollback"), server)) {
      String printed = invoke(workspace, "rollback").orFail();

      assertThat(printed).contains("rolls out its revision 5.");
      assertThat(revision()).isEqualTo(5);
      assertThat(server.deployment(NAME).toString()).contains("\"two\"").doesNotContain("three");
    }
  }

  @Test
  void an_action_on_a_deployment_that_is_not_there_fails_with_its_name() {
    String missing = example("restart").replace("= \"" + NAME + "\"", "= \"not-there\"");
    try (Workspace workspace = Workspace.containing(missing, server)) {
      assertThat(Command.words(invoke(workspace, "restart").refused()))
          .contains("restart the deployment \"not-there\"");
    }
  }

  @Test
  void a_wrong_argument_of_an_action_is_told_by_the_plan_on_its_line() {
    String wrong =
        example("restart")
            .replace("= \"" + NAME + "\"", "= \"Not_A_Label\"\n    timeout = \"soon\"");
    try (Workspace workspace = Workspace.containing(wrong, server)) {
      assertThat(Command.words(workspace.terraform("validate", "-no-color").refused()))
          .contains("Invalid name")
          .contains("Invalid duration")
          .contains("on main.tf line");
    }
  }

  @Test
  void a_new_value_of_a_secret_triggers_the_restart_of_a_deployment_elsewhere() {
    server.send("DELETE", "/api/v1/org_secrets/" + NAME, null);
    String triggering =
        example("restart")
            + Workspace.VALUE
            + """
            resource "bentocloud_secret" "s" {
              name      = "summarizer"
              values_wo = { KEY = var.value }

              lifecycle {
                action_trigger {
                  events  = [after_update]
                  actions = [action.bentocloud_deployment_restart.summarizer]
                }
              }
            }
            """;
    try (Workspace workspace = Workspace.containing(triggering, server)) {
      workspace.with("value", "first").apply();
      assertThat(workspace.plan().empty()).isTrue();
      assertThat(revision()).isEqualTo(1);

      Plan plan = workspace.with("value", "second").plan();
      assertThat(plan.text()).contains("1 to change", "1 to invoke");
      JsonNode invoked = plan.json().at("/action_invocations/0");
      assertThat(invoked.get("type").asText()).isEqualTo("bentocloud_deployment_restart");
      workspace.applyPlan();

      assertThat(revision()).isEqualTo(2);
      assertThat(server.deployment(NAME).at("/secrets_status").toString())
          .doesNotContain("value_changed");
      assertThat(workspace.plan().empty()).isTrue();
    }
  }

  @Test
  void an_action_takes_the_name_of_a_deployment_that_is_made_in_the_same_apply() {
    String unnamed =
        Workspace.HEAD
            + """
            resource "bentocloud_deployment" "d" {
              bento = "fingerprint:v1"

              lifecycle {
                action_trigger {
                  events  = [after_create]
                  actions = [action.bentocloud_deployment_restart.d]
                }
              }
            }

            action "bentocloud_deployment_restart" "d" {
              config {
                name = bentocloud_deployment.d.name
              }
            }
            """;
    try (Workspace workspace = Workspace.containing(unnamed, server)) {
      String printed = workspace.apply();

      String name = workspace.state("bentocloud_deployment.d").get("name").asText();
      assertThat(printed).contains("The deployment \"" + name + "\" rolls out its revision 2.");
    }
  }
}
