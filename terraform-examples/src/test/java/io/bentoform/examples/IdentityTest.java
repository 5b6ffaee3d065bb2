package io.bentoform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Which object it is: nothing is taken over, and what was made again is another one. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Layout.BESIDE_OTHERS)
class IdentityTest {
  private static final String SECRETS = "/api/v1/org_secrets";
  private static final String DEPLOYMENTS = "/api/v2/deployments";
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

          resource "bentocloud_secret" "hf" {
            name      = "NAME"
            values_wo = { HF_TOKEN = var.hf_token }
          }

          resource "bentocloud_deployment" "llm" {
            name    = "NAME"
            bento   = "fingerprint:v1"
            secrets = [bentocloud_secret.hf]

            services = {
              Fingerprint = { scaling = { min_replicas = 0, max_replicas = 1 } }
            }
          }
          """;
  private static final String EARLIER = "src/test/resources/earlier-state";
  private final Server server = Server.idle();

  private Workspace workspace(String name) {
    return Workspace.containing(CONFIGURATION.replace("NAME", name), server)
        .with("hf_token", "first");
  }

  @Test
  void a_secret_that_is_replaced_before_the_old_one_is_destroyed_fails_and_the_old_one_stays() {
    String name = "create-before-destroy";
    try (Workspace workspace = Workspace.of("scenarios/create-before-destroy", server)) {
      workspace.with("hf_token", "first").apply();
      String uid = server.secret(name).get("uid").asText();
      assertThat(workspace.state(SECRET).get("uid").asText()).isEqualTo(uid);

      Plan plan = workspace.plan("-replace=" + SECRET);
      assertThat(plan.actions(SECRET)).containsExactly("create", "delete");
      assertThat(Command.words(plan.text()))
          .contains("replaced by one of the same name")
          .contains("create_before_destroy");
      String refused = workspace.terraform("apply", "-no-color", "tfplan").refused();

      assertThat(Command.words(refused))
          .contains("already exists")
          .contains("created by admin at 20")
          .contains("import {")
          .contains("id = \"default/" + name + "\"")
          .contains("remove create_before_destroy");
      assertThat(server.secret(name).get("uid").asText()).isEqualTo(uid);
      assertThat(workspace.state(SECRET).get("uid").asText()).isEqualTo(uid);
      assertThat(workspace.plan().empty()).isTrue();
    }
  }

  @Test
  void count_that_becomes_for_each_destroys_first_and_names_the_moved_block() {
    String one = "bentocloud_secret.all[\"one\"]";
    try (Workspace workspace = Workspace.of("scenarios/count-to-for-each", server)) {
      String forEach = Workspace.text("scenarios/count-to-for-each");
      String count =
          forEach
              .replace("for_each  = toset([\"one\", \"two\"])", "count     = 2")
              .replace("${each.key}", "${element([\"one\", \"two\"], count.index)}");
      workspace.with("hf_token", "first").configure(count).apply();
      String uid = server.secret("count-to-for-each-one").get("uid").asText();

      Plan plan = workspace.configure(forEach).plan();
      assertThat(plan.actions(one)).containsExactly("create");
      assertThat(plan.actions("bentocloud_secret.all[0]")).containsExactly("delete");
      assertThat(Command.words(plan.text()))
          .contains("is destroyed and recreated")
          .contains("moved {");

      workspace.applyPlan();
      assertThat(server.secret("count-to-for-each-one").get("uid").asText()).isNotEqualTo(uid);
      assertThat(workspace.plan().empty()).isTrue();
    }
  }

  @Test
  void what_was_deleted_and_made_again_outside_is_gone_and_the_new_one_is_left_alone() {
    String name = "made-again";
    try (Workspace workspace = workspace(name)) {
      workspace.apply();
      server.call("DELETE", SECRETS + "/" + name, null);
      server.call("DELETE", DEPLOYMENTS + "/" + name, null);
      makeOutside(name);
      String secret = server.secret(name).get("uid").asText();
      String deployment = server.deployment(name).get("uid").asText();

      Plan plan = workspace.plan();

      assertThat(plan.actions(SECRET)).containsExactly("create");
      assertThat(plan.actions(DEPLOYMENT)).containsExactly("create");
      assertThat(Command.words(plan.text()))
          .contains("The secret \"made-again\" was deleted and recreated outside of Terraform")
          .contains("The deployment \"made-again\" was deleted and recreated outside");
      String refused = workspace.terraform("apply", "-no-color", "tfplan").refused();
      assertThat(Command.words(refused)).contains("already exists").contains("import {");
      workspace.destroy();
      assertThat(server.secret(name).get("uid").asText()).isEqualTo(secret);
      assertThat(server.deployment(name).get("uid").asText()).isEqualTo(deployment);
    } finally {
      deleteOutside(name);
    }
  }

  @Test
  void a_destroy_that_comes_after_the_object_was_made_again_leaves_the_new_one_alone() {
    String name = "made-again-late";
    try (Workspace workspace = workspace(name)) {
      workspace.apply();
      workspace.plan("-destroy");
      deleteOutside(name);
      makeOutside(name);

      workspace.applyPlan();

      assertThat(server.names(SECRETS)).contains(name);
      assertThat(server.names(DEPLOYMENTS)).contains(name);
    } finally {
      deleteOutside(name);
    }
  }

  @Test
  void a_creation_whose_answer_was_lost_is_known_again_as_ones_own() {
    String name = "lost-answer";
    try (LossyProxy proxy = new LossyProxy(server).lose(1);
        Workspace workspace = workspace(name)) {
      workspace.environment("BENTO_CLOUD_API_ENDPOINT", proxy.url()).apply();

      assertThat(proxy.creations()).isEqualTo(3);
      assertThat(workspace.state(SECRET).get("uid").asText())
          .isEqualTo(server.secret(name).get("uid").asText());
      assertThat(workspace.plan().empty()).isTrue();
      workspace.destroy();
    }
  }

  @Test
  void a_creation_of_which_no_answer_ever_came_is_found_by_the_next_apply() {
    String name = "lost-answers";
    try (LossyProxy proxy = new LossyProxy(server).lose(Integer.MAX_VALUE);
        Workspace workspace = workspace(name)) {
      workspace.environment("BENTO_CLOUD_API_ENDPOINT", proxy.url());
      workspace.terraform("apply", "-no-color", "-auto-approve").refused();
      assertThat(server.names(SECRETS)).contains(name);

      proxy.lose(0);
      workspace.apply();

      assertThat(workspace.plan().empty()).isTrue();
      workspace.destroy();
      assertThat(server.names(SECRETS)).doesNotContain(name);
    }
  }

  /** A state that the provider wrote before it knew of uids. */
  @Test
  void a_state_of_an_earlier_release_goes_on_without_a_change() throws IOException {
    server.call(
        "POST",
        SECRETS,
        """
        {"name": "kept-token", "description": "of an earlier release",
         "content": {"type": "env", "items": [
           {"key": "OTHER", "value": "x"}, {"key": "TOKEN", "value": "first"}]}}
        """);
    server.call(
        "POST",
        SECRETS,
        """
        {"name": "kept-certificate", "content": {"type": "mountfile", "stage": "runtime",
         "path": "$BENTOML_HOME/certificates", "items": [{"key": "ca.pem", "value": "first"}]}}
        """);
    server.call(
        "POST",
        DEPLOYMENTS,
        """
        {"name": "kept", "bento": "fingerprint:v1", "secrets": ["kept-token", "kept-certificate"],
         "envs": [{"name": "LOG_LEVEL", "value": "info"}],
         "labels": [{"key": "team", "value": "search"}],
         "services": {"Fingerprint": {"scaling": {"min_replicas": 0, "max_replicas": 1}}}}
        """);
    try (Workspace workspace = Workspace.of(EARLIER, server).with("value", "first")) {
      Files.copy(
          Layout.MODULE.resolve(EARLIER).resolve("state.json"),
          workspace.folder().resolve("terraform.tfstate"));

      Plan plan = workspace.plan();

      assertThat(plan.empty()).as(plan.text()).isTrue();
      workspace.with("value", "second").apply();
      assertThat(workspace.state(DEPLOYMENT).get("uid").asText())
          .isEqualTo(server.deployment("kept").get("uid").asText());
      assertThat(workspace.plan().empty()).isTrue();
      workspace.destroy();
      assertThat(server.names(SECRETS)).noneMatch(secret -> secret.startsWith("kept-"));
    }
  }

  private void makeOutside(String name) {
    server.makeSecret(name, "HF_TOKEN", "first");
    server.makeIdle(name);
  }

  private void deleteOutside(String name) {
    server.call("DELETE", DEPLOYMENTS + "/" + name, null);
    server.call("DELETE", SECRETS + "/" + name, null);
  }
}
