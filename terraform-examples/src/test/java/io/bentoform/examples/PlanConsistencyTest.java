package io.bentoform.examples;

import static io.bentoform.examples.Workspace.fingerprint;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Plans that say what will be: what was planned is what comes out, and the next plan is empty. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Layout.BESIDE_OTHERS)
@Tag(Layout.ANY_ENGINE)
class PlanConsistencyTest {
  private static final String SECRET = "bentocloud_secret.hf";
  private static final String DEPLOYMENT = "bentocloud_deployment.llm";
  private final Server server = Server.shared();

  @Test
  void a_tainted_secret_is_made_again_and_the_deployment_restarted_in_the_same_apply() {
    String configuration =
        Workspace.text("scenarios/rotate-value").replace("\"rotate-value\"", "\"tainted\"");
    try (Workspace workspace = Workspace.containing(configuration, server)) {
      workspace.with("hf_token", "first").apply();
      String uid = server.deployment("tainted").get("uid").asText();
      workspace.terraform("taint", SECRET).orFail();

      Plan plan = workspace.plan();
      assertThat(plan.actions(SECRET)).containsExactly("delete", "create");
      assertThat(plan.actions(DEPLOYMENT)).containsExactly("update");
      assertThat(plan.afterUnknown(DEPLOYMENT).at("/secrets/0/uid").asBoolean()).isTrue();
      workspace.applyPlan();

      assertThat(server.deployment("tainted").at("/secrets/0/state").asText()).isEqualTo("current");
      assertThat(server.deployment("tainted").get("uid").asText()).isEqualTo(uid);
      isEmpty(workspace.plan());
    }
  }

  @Test
  void a_secret_that_is_attached_by_name_is_known_from_the_plan_that_makes_and_changes_it() {
    String name = "attach-by-name";
    try (Workspace workspace = Workspace.of("scenarios/attach-by-name", server)) {
      Plan first = workspace.with("hf_token", "first").plan();
      assertThat(first.after(DEPLOYMENT).at("/secrets/0/keys/0").asText()).isEqualTo("HF_TOKEN");
      assertThat(first.after(DEPLOYMENT).at("/secrets/0/revision").asInt()).isEqualTo(1);
      workspace.applyPlan();
      assertThat(workspace.runningEnvironment("HF_TOKEN")).isEqualTo(fingerprint("first"));
      isEmpty(workspace.plan());

      Plan rotated = workspace.with("hf_token", "second").plan();
      assertThat(rotated.actions(DEPLOYMENT)).containsExactly("update");
      assertThat(rotated.after(DEPLOYMENT).at("/secrets/0/revision").asInt()).isEqualTo(2);
      workspace.applyPlan();
      assertThat(workspace.runningEnvironment("HF_TOKEN")).isEqualTo(fingerprint("second"));
      isEmpty(workspace.plan());

      workspace.with("hf_token", "third").with("log_level", "debug").plan();
      workspace.applyPlan();
      assertThat(workspace.runningEnvironment("HF_TOKEN")).isEqualTo(fingerprint("third"));
      assertThat(server.deployment(name).get("revision").asInt()).isEqualTo(3);
      isEmpty(workspace.plan());
    }
  }

  @Test
  void a_change_that_a_deployment_was_planned_without_says_so() {
    String secret =
        """
        resource "bentocloud_secret" "literal" {
          name       = "literal-name"
          values_wo  = { KEY = var.value }%s
        }
        """;
    // The order that Terraform may choose, as nothing says that the deployment needs the secret.
    String deploymentFirst = "\n  depends_on = [bentocloud_deployment.literal]";
    String deployment =
        """
        resource "bentocloud_deployment" "literal" {
          name     = "literal-name"
          bento    = "fingerprint:v1"
          secrets  = [{ name = "literal-name" }]
          services = { Fingerprint = { scaling = { min_replicas = 0, max_replicas = 1 } } }
        }
        """;
    String head = Workspace.HEAD + Workspace.VALUE;
    try (Workspace workspace = Workspace.containing(head + secret.formatted(""), server)) {
      workspace.with("value", "first").apply();
      workspace.configure(head + secret.formatted(deploymentFirst) + deployment).apply();
      isEmpty(workspace.plan());

      Plan rotated = workspace.with("value", "second").plan();

      assertThat(rotated.actions("bentocloud_secret.literal")).containsExactly("update");
      assertThat(Command.words(rotated.text()))
          .contains("A deployment attaches the secret \"literal-name\" by a literal name");
    }
  }

  @Test
  void a_setting_that_is_not_honoured_is_one_warning_of_the_plan_that_rolls_it_out() {
    String configuration =
        Workspace.HEAD
            + """
            resource "bentocloud_deployment" "asking" {
              name     = "asking"
              bento    = "fingerprint:v1"
              services = {
                Fingerprint = {
                  scaling          = { min_replicas = 0, max_replicas = 1 }
                  config_overrides = jsonencode({ resources = { cpu = "2" } })
                }
              }
              wait_for_rollout = false
            }
            """;
    String warning =
        "services[\"Fingerprint\"].config_overrides: resources in config_overrides reserve nothing";
    try (Workspace workspace = Workspace.containing(configuration, server)) {
      Plan plan = workspace.plan();

      assertThat(Command.words(plan.text())).containsOnlyOnce(warning);
      assertThat(plan.text()).containsOnlyOnce("Warning: The API would not honour this setting");
      workspace.applyPlan();
      assertThat(Command.words(workspace.plan().text())).doesNotContain("not honour");
      workspace.destroy();
    }
  }

  @Test
  void a_first_rollout_that_takes_too_long_is_kept_and_the_next_plan_says_how_it_ended() {
    String name = "slow-start";
    try (Workspace workspace = Workspace.of("scenarios/slow-start", server)) {
      String applied = workspace.with("hf_token", "first").apply();
      assertThat(applied).contains("Warning:").contains("is not finished");
      String uid = server.deployment(name).get("uid").asText();

      server.awaitStatus(name, "running");
      changesNothing(workspace.plan());
      workspace.applyPlan();
      isEmpty(workspace.plan());
      assertThat(workspace.runningEnvironment("HF_TOKEN")).isEqualTo(fingerprint("first"));
      assertThat(server.deployment(name).get("uid").asText()).isEqualTo(uid);
    }
  }

  @Test
  void a_rollout_that_nobody_waited_for_and_that_failed_is_proposed_again() {
    String name = "no-wait";
    try (Workspace workspace = Workspace.of("scenarios/no-wait", server)) {
      workspace.with("envs", "{\"PYTHONHOME\": \"/nowhere\"}").apply();
      server.awaitStatus(name, "failed");

      Plan plan = workspace.plan();
      assertThat(plan.actions(DEPLOYMENT)).containsExactly("update");
      assertThat(plan.changedAttributes(DEPLOYMENT)).contains("status", "revision");
      assertThat(plan.text()).contains("is not running as configured");
      String uid = server.deployment(name).get("uid").asText();

      workspace.with("envs", "{}").plan();
      workspace.applyPlan();
      server.awaitStatus(name, "running");
      changesNothing(workspace.plan());

      server.call("POST", "/api/v2/deployments/" + name + "/terminate", null);
      server.awaitStatus(name, "terminated");
      assertThat(workspace.plan().actions(DEPLOYMENT)).containsExactly("update");
      workspace.applyPlan();
      server.awaitStatus(name, "running");
      changesNothing(workspace.plan());
      assertThat(server.deployment(name).get("uid").asText()).isEqualTo(uid);
    }
  }

  /** A plan that takes note of the address, which was not there when the apply ended. */
  private static void changesNothing(Plan plan) {
    assertThat(plan.actions(DEPLOYMENT)).as(plan.text()).containsExactly("no-op");
    assertThat(plan.text()).doesNotContain("Error").doesNotContain("is not running");
  }

  private static void isEmpty(Plan plan) {
    assertThat(plan.empty()).as(plan.text()).isTrue();
  }
}
