package io.bentoform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The steps of BentoCloud's manual page "Manage secrets", by the requests that the console sends,
 * as Terraform sees their effect. Their effect in a browser, in the process and for the command
 * line is tried by the test of this name of the console.
 */
class ManualTest {
  private static final String SECRETS = "/api/v1/org_secrets";
  private static final String DEPLOYMENTS = "/api/v2/deployments";
  private static final String DEPLOYMENT = "bentocloud_deployment.manual_app";

  private static final Server SERVER = Server.unstarted("--engine", "none");

  @BeforeAll
  static void start() {
    SERVER.start();
    SERVER.push();
  }

  @AfterAll
  static void end() {
    SERVER.close();
  }

  @Test
  void terraform_sees_the_effect_of_each_step() {
    createSecrets();
    createDeployment();
    Workspace workspace =
        Workspace.containing(export(), SERVER)
            .with("manual_openai_api_key", "sk-first")
            .with("manual_files_password", "swordfish");
    try {
      assertThat(workspace.plan().text())
          .contains("3 to import, 0 to add, 0 to change, 0 to destroy");
      workspace.applyPlan();

      assertValueTakesARestart(workspace);
      assertKeyTakesANewDeployment(workspace);
    } finally {
      workspace.discard();
    }
  }

  private static void assertValueTakesARestart(Workspace workspace) {
    change("{\"key\": \"OPENAI_API_KEY\", \"value\": \"sk-second\", \"sub_path\": null}");
    Plan waiting = workspace.with("manual_openai_api_key", "sk-second").plan();
    assertThat(waiting.actions("bentocloud_secret.manual")).containsExactly("no-op");
    assertThat(waiting.actions(DEPLOYMENT)).containsExactly("update");

    SERVER.call("PUT", DEPLOYMENTS + "/manual-app/void_update", null);
    assertThat(workspace.plan().empty()).isTrue();
  }

  private static void assertKeyTakesANewDeployment(Workspace workspace) {
    change(
        """
        {"key": "OPENAI_API_KEY", "value": null, "sub_path": null},
        {"key": "HF_HOME", "value": "added", "sub_path": null}
        """);
    Plan plan = workspace.configure(export()).with("manual_hf_home", "added").plan();
    assertThat(plan.actions("bentocloud_secret.manual")).containsExactly("no-op");
    assertThat(plan.actions(DEPLOYMENT)).containsExactly("delete", "create");
    workspace.applyPlan();

    assertThat(workspace.plan().empty()).isTrue();
    assertThat(SERVER.deployment("manual-app").at("/secrets/0/state").asText())
        .isEqualTo("current");
  }

  private static void createSecrets() {
    SERVER.call(
        "POST",
        SECRETS,
        """
        {"name": "manual", "description": "Grants access to the OpenAI API", "content": {
          "type": "env", "path": null, "stage": "runtime", "items": [
            {"key": "OPENAI_API_KEY", "value": "sk-first", "sub_path": null}]}}
        """);
    SERVER.call(
        "POST",
        SECRETS,
        """
        {"name": "manual-files", "description": "", "content": {
          "type": "mountfile", "path": "$BENTOML_HOME/demo", "stage": "runtime", "items": [
            {"key": "PASSWORD", "value": "swordfish", "sub_path": "secrets/password"}]}}
        """);
  }

  private static void createDeployment() {
    SERVER.call(
        "POST",
        DEPLOYMENTS,
        """
        {"name": "manual-app", "bento": "fingerprint:v1", "access_authorization": false,
         "envs": [], "labels": [], "secrets": ["manual", "manual-files"], "services": {}}
        """);
  }

  /** Saves the form of the first secret. */
  private static void change(String items) {
    var now = SERVER.secret("manual");
    SERVER.call(
        "PATCH",
        SECRETS + "/manual",
        """
        {"description": "Grants access to the OpenAI API", "expected_uid": "%s",
         "expected_revision": %d, "content": {
           "type": "env", "path": null, "stage": "runtime", "items": [%s]}}
        """
            .formatted(now.get("uid").asText(), now.get("revision").asInt(), items));
  }

  private static String export() {
    return SERVER.send("GET", "/api/v1/terraform?deployment=manual-app", null).body();
  }
}
