package io.bentoform.examples;

import static io.bentoform.examples.Workspace.fingerprint;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What somebody changed behind Terraform's back, and what restarts a deployment. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Layout.BESIDE_OTHERS)
@Tag(Layout.ANY_ENGINE)
class DriftTest {
  private static final String SECRET = "bentocloud_secret.hf";
  private static final String DEPLOYMENT = "bentocloud_deployment.llm";
  private static final String CONFIGURATION =
      Workspace.HEAD
          + """
      variable "hf_token" {
        type      = string
        ephemeral = true
        sensitive = true
      }

      variable "hf_home" {
        type    = bool
        default = false
      }

      variable "description" {
        default = "first"
      }

      variable "settings" {
        type = object({
          trigger   = optional(string, "1")
          log_level = optional(string, "info")
          team      = optional(string, "search")
          recreate  = optional(bool, true)
        })
        default = {}
      }

      resource "bentocloud_secret" "hf" {
        name        = "NAME"
        description = var.description
        values_wo   = merge({ HF_TOKEN = var.hf_token }, var.hf_home ? { HF_HOME = "/models" } : {})
      }

      resource "bentocloud_deployment" "llm" {
        name                   = "NAME"
        bento                  = "fingerprint:v1"
        secrets                = [bentocloud_secret.hf]
        envs                   = { LOG_LEVEL = var.settings.log_level }
        labels                 = { team = var.settings.team }
        restart_trigger        = { at = var.settings.trigger }
        recreate_on_key_change = var.settings.recreate

        services = {
          Fingerprint = { scaling = { min_replicas = REPLICAS, max_replicas = 1 } }
        }
      }

      output "endpoint_url" {
        value = bentocloud_deployment.llm.endpoint_url
      }
      """;
  private final Server server = Server.shared();

  /** A workspace whose first apply is done. */
  private Workspace applied(String name, int replicas) {
    String configuration =
        CONFIGURATION.replace("NAME", name).replace("REPLICAS", String.valueOf(replicas));
    Workspace workspace = Workspace.containing(configuration, server).with("hf_token", "first");
    workspace.apply();
    return workspace;
  }

  @Test
  void a_running_deployment_follows_in_place_what_was_changed_outside() {
    String name = "drift-running";
    try (Workspace workspace = applied(name, 1)) {
      String uid = server.deployment(name).get("uid").asText();

      change(name, "{\"key\": \"HF_TOKEN\", \"value\": \"outside\"}");
      Plan back = workspace.plan();
      assertThat(back.actions(SECRET)).containsExactly("update");
      assertThat(back.after(SECRET).get("revision").asInt()).isEqualTo(3);
      restartsInPlace(back);
      assertThat(back.after(DEPLOYMENT).at("/secrets/0/revision").asInt()).isEqualTo(3);
      converges(workspace);
      assertThat(workspace.runningEnvironment("HF_TOKEN")).isEqualTo(fingerprint("first"));

      workspace.with("settings", "{\"trigger\": \"2\", \"log_level\": \"debug\"}");
      restartsInPlace(workspace.plan());
      converges(workspace);
      assertThat(workspace.runningEnvironment("LOG_LEVEL")).isEqualTo(fingerprint("debug"));

      server.call("POST", "/api/v2/deployments/" + name + "/terminate", null);
      Plan start = workspace.plan();
      assertThat(start.actions(SECRET)).containsExactly("no-op");
      restartsInPlace(start);
      converges(workspace);
      assertThat(workspace.runningEnvironment("HF_TOKEN")).isEqualTo(fingerprint("first"));
      assertThat(server.deployment(name).get("uid").asText()).isEqualTo(uid);
    }
  }

  @Test
  void a_rollback_elsewhere_is_rolled_forward_again() {
    String text =
        Workspace.HEAD
            + """
            variable "greeting" {}

            resource "bentocloud_deployment" "llm" {
              name  = "rolled-back"
              bento = "fingerprint:v1"
              envs  = { GREETING = var.greeting }
            }

            output "endpoint_url" {
              value = bentocloud_deployment.llm.endpoint_url
            }
            """;
    try (Workspace workspace = Workspace.containing(text, server)) {
      workspace.with("greeting", "first").apply();
      workspace.with("greeting", "second").apply();
      server.call("POST", "/api/v2/deployments/rolled-back/rollback", "{\"revision\": 1}");
      server.awaitStatus("rolled-back", "running");
      assertThat(workspace.runningEnvironment("GREETING")).isEqualTo(fingerprint("first"));

      Plan forward = workspace.plan();
      assertThat(forward.actions("bentocloud_deployment.llm")).containsExactly("update");
      workspace.applyPlan();

      assertThat(workspace.runningEnvironment("GREETING")).isEqualTo(fingerprint("second"));
      assertThat(workspace.plan().empty()).isTrue();
    }
  }

  @Test
  void a_missed_restart_is_proposed_for_the_deployment_alone() {
    String name = "drift-missed";
    try (Workspace workspace = applied(name, 0)) {
      change(name, "{\"key\": \"HF_TOKEN\", \"value\": \"second\"}");

      Plan plan = workspace.with("hf_token", "second").plan();

      assertThat(plan.actions(SECRET)).containsExactly("no-op");
      restartsInPlace(plan);
      assertThat(plan.before(DEPLOYMENT).at("/secrets/0/revision").asInt()).isEqualTo(1);
      assertThat(plan.after(DEPLOYMENT).at("/secrets/0/revision").asInt()).isEqualTo(2);
      converges(workspace);
    }
  }

  @Test
  void a_key_that_was_added_outside_is_taken_away_again() {
    String name = "drift-key";
    try (Workspace workspace = applied(name, 0)) {
      change(
          name,
          "{\"key\": \"HF_TOKEN\", \"value\": \"first\"}, {\"key\": \"EXTRA\", \"value\": \"x\"}");

      Plan plan = workspace.plan();

      assertThat(plan.actions(SECRET)).containsExactly("update");
      assertThat(plan.after(SECRET).get("keys").toString()).isEqualTo("[\"HF_TOKEN\"]");
      // The replicas never had the key: a restart is enough.
      restartsInPlace(plan);
      converges(workspace);
    }
  }

  @Test
  void a_secret_that_was_deleted_outside_is_made_again_and_the_deployment_restarted() {
    String name = "drift-secret-gone";
    try (Workspace workspace = applied(name, 0)) {
      server.call("DELETE", "/api/v1/org_secrets/" + name, null);

      Plan plan = workspace.plan();

      assertThat(plan.actions(SECRET)).containsExactly("create");
      restartsInPlace(plan);
      converges(workspace);
      assertThat(server.names("/api/v1/org_secrets")).contains(name);
    }
  }

  @Test
  void a_deployment_that_was_deleted_outside_is_made_again() {
    String name = "drift-deployment-gone";
    try (Workspace workspace = applied(name, 0)) {
      server.call("DELETE", "/api/v2/deployments/" + name, null);

      Plan plan = workspace.plan();

      assertThat(plan.actions(SECRET)).containsExactly("no-op");
      assertThat(plan.actions(DEPLOYMENT)).containsExactly("create");
      converges(workspace);
      assertThat(server.names("/api/v2/deployments")).contains(name);
    }
  }

  @Test
  void labels_are_put_back_and_a_description_changed_without_a_rollout() {
    String name = "drift-labels";
    try (Workspace workspace = applied(name, 0)) {
      int revision = server.deployment(name).get("revision").asInt();
      server.call(
          "PATCH",
          "/api/v2/deployments/" + name,
          "{\"labels\": [{\"key\": \"team\", \"value\": \"outside\"}]}");

      Plan labels = workspace.plan();
      assertThat(labels.actions(DEPLOYMENT)).containsExactly("update");
      assertThat(labels.changedAttributes(DEPLOYMENT)).containsExactly("labels");
      converges(workspace);
      assertThat(server.deployment(name).at("/labels/0/value").asText()).isEqualTo("search");

      Plan description = workspace.with("description", "second").plan();
      assertThat(description.actions(SECRET)).containsExactly("update");
      assertThat(description.changedAttributes(SECRET)).containsExactly("description");
      assertThat(description.actions(DEPLOYMENT)).containsExactly("no-op");
      converges(workspace);
      assertThat(server.secret(name).get("description").asText()).isEqualTo("second");
      assertThat(server.secret(name).get("revision").asInt()).isEqualTo(1);
      assertThat(server.deployment(name).get("revision").asInt()).isEqualTo(revision);
    }
  }

  @Test
  void a_trigger_and_an_environment_variable_each_restart_in_place() {
    String name = "drift-trigger";
    try (Workspace workspace = applied(name, 0)) {
      String uid = server.deployment(name).get("uid").asText();
      int revision = server.deployment(name).get("revision").asInt();

      Plan trigger = workspace.with("settings", "{\"trigger\": \"2\"}").plan();
      assertThat(trigger.actions(SECRET)).containsExactly("no-op");
      restartsInPlace(trigger);
      converges(workspace);
      assertThat(server.deployment(name).get("revision").asInt()).isEqualTo(revision + 1);

      workspace.with("settings", "{\"trigger\": \"2\", \"log_level\": \"debug\"}");
      Plan environment = workspace.plan();
      restartsInPlace(environment);
      assertThat(environment.changedAttributes(DEPLOYMENT)).contains("envs");
      converges(workspace);
      assertThat(server.deployment(name).get("revision").asInt()).isEqualTo(revision + 2);
      assertThat(server.deployment(name).get("uid").asText()).isEqualTo(uid);
    }
  }

  @Test
  void another_key_set_replaces_or_restarts_as_the_configuration_says() {
    String name = "drift-recreate";
    try (Workspace workspace = applied(name, 0)) {
      String uid = server.deployment(name).get("uid").asText();
      workspace.with("hf_home", "true");

      Plan replace = workspace.plan();
      assertThat(replace.actions(DEPLOYMENT)).containsExactly("delete", "create");
      assertThat(replace.replacePaths(DEPLOYMENT)).containsExactly("[\"secrets\",0,\"keys\"]");

      restartsInPlace(workspace.with("settings", "{\"recreate\": false}").plan());
      converges(workspace);
      assertThat(server.deployment(name).get("uid").asText()).isEqualTo(uid);

      Plan only = workspace.with("settings", "{\"recreate\": true}").plan();
      assertThat(only.changedAttributes(DEPLOYMENT)).containsExactly("recreate_on_key_change");
      converges(workspace);
    }
  }

  private static void restartsInPlace(Plan plan) {
    assertThat(plan.actions(DEPLOYMENT)).containsExactly("update");
    assertThat(plan.replacePaths(DEPLOYMENT)).isEmpty();
    assertThat(plan.afterUnknown(DEPLOYMENT).get("status").asBoolean()).isTrue();
  }

  /** Applies the plan; the next one is empty. */
  private static void converges(Workspace workspace) {
    workspace.applyPlan();
    Plan next = workspace.plan();
    assertThat(next.empty()).as(next.text()).isTrue();
  }

  private void change(String secret, String items) {
    server.call(
        "PATCH",
        "/api/v1/org_secrets/" + secret,
        "{\"content\": {\"type\": \"env\", \"stage\": \"runtime\", \"items\": [" + items + "]}}");
  }
}
