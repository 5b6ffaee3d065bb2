package io.bentoform.examples;

import static io.bentoform.examples.CommandLine.bentoml;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the server gives as Terraform configuration is planned by real Terraform. */
class ExportTest {
  private static final String SECRETS = "/api/v1/org_secrets";
  private static final String DEPLOYMENTS = "/api/v2/deployments";
  private static final String CLUSTER = "second";

  /** In every value, and in nothing else. */
  private static final String MARK = "xhiddenx";

  private static final String ODD = MARK + " \"${x}\" %{ if } $${ \\ é\n\tsecond line\n";

  /** The values by the names of their variables. */
  private static final Map<String, String> VALUES =
      Map.of(
          "hugging_face_hf_token", ODD,
          "hugging_face_hf_home", MARK,
          "hugging_face_second_hf_token", MARK + " of the second cluster",
          "_1_odd__name_token", MARK + " odd",
          "for_each_2", MARK + " for each",
          "certificates_tls_key", MARK + "\n",
          "certificates_ca", MARK + " ca",
          "files_null", MARK + " null");

  private static final Server SERVER = Server.unstarted("--engine", "none");

  private @Nullable Workspace open;

  @BeforeAll
  static void make() throws Exception {
    SERVER.start();
    SERVER.push();
    makeSecrets();
    SERVER.call("POST", "/api/v1/clusters", "{\"name\": \"" + CLUSTER + "\"}");
    post(
        SECRETS + "?cluster=" + CLUSTER,
        """
        {"name": "hugging-face", "content": {"items": [
          {"key": "HF_TOKEN", "value": "xhiddenx of the second cluster"}]}}
        """);
    makeDeployments();
    makeServices();
    bentoml(
        SERVER,
        "deploy",
        "fingerprint:v1",
        "--name",
        "by-hand",
        "--secret",
        "hugging-face",
        "--env",
        "GREETING=say \"${hello}\"",
        "--scaling-min",
        "0",
        "--scaling-max",
        "2",
        "--instance-type",
        "cpu.1",
        "--strategy",
        "RollingUpdate",
        "--no-wait");
  }

  @AfterAll
  static void end() {
    SERVER.close();
  }

  private static void makeSecrets() throws Exception {
    String odd = Server.JSON.writeValueAsString(ODD);
    post(
        SECRETS,
        """
        {"name": "hugging-face", "description": "costs \\"${5}\\" %%{ if } $${ \\\\ 100%%\\né \\u200b",
         "content": {"items": [{"key": "HF_TOKEN", "value": %s}, {"key": "HF_HOME", "value": "xhiddenx"}]}}
        """
            .formatted(odd));
    post(
        SECRETS,
        """
        {"name": "1-odd--name", "content": {"type": "env", "stage": "build", "items": [
          {"key": "TOKEN", "value": "xhiddenx odd"}]}}
        """);
    post(
        SECRETS,
        """
        {"name": "for", "content": {"type": "env", "stage": "all", "items": [
          {"key": "each", "value": "xhiddenx for each"}]}}
        """);
    post(
        SECRETS,
        """
        {"name": "certificates", "content": {"type": "mountfile", "path": "$BENTOML_HOME/a/../tls",
          "items": [{"key": "tls.key", "value": "xhiddenx\\n", "sub_path": "a/b"},
                    {"key": "ca", "value": "xhiddenx ca"}]}}
        """);
    post(
        SECRETS,
        """
        {"name": "files", "content": {"type": "mountfile", "stage": "build", "items": [
          {"key": "null", "value": "xhiddenx null"}]}}
        """);
  }

  private static void makeDeployments() {
    post(
        DEPLOYMENTS,
        """
        {"name": "x--all-1", "bento": "fingerprint:v1", "access_authorization": true,
         "secrets": ["hugging-face", "certificates", "1-odd--name"],
         "envs": [{"name": "GREETING", "value": "say \\"${hello}\\"\\n"}, {"name": "for", "value": ""}],
         "labels": [{"key": "team", "value": "ml"}, {"key": "a b/é", "value": "%{x}"}],
         "services": {
           "Fingerprint": {"instance_type": "cpu.2", "cold_start_timeout": 30,
             "deployment_strategy": "BestEffortControlledRollout",
             "envs": [{"name": "LOG_LEVEL", "value": "debug"}],
             "scaling": {"min_replicas": 0, "max_replicas": 3, "policy": {
               "metrics": [{"type": "cpu", "value": 60}, {"type": "concurrency", "value": "4"}],
               "scale_up_behavior": "fast", "scale_down_behavior": null,
               "scale_up_stabilization_window": 0, "scale_down_stabilization_window": 600}},
             "config_overrides": {"traffic": {"timeout": 60.50, "max": 1e3, "none": null},
               "for": ["${a}", [], {}, true], "a b": "<&>\\u0000"}}}}
        """);
    post(DEPLOYMENTS, "{\"name\": \"plain\", \"bento\": \"fingerprint:v1\"}");
    post(
        DEPLOYMENTS,
        """
        {"name": "canary", "bento": "fingerprint:v1", "secrets": ["for"], "canary": {"versions": {
          "v2": {"bento": "fingerprint:v1", "weight": 20, "secrets": ["files"],
                 "envs": [{"name": "V2", "value": "yes"}]}}}}
        """);
    post(
        DEPLOYMENTS + "?cluster=" + CLUSTER,
        """
        {"name": "plain", "bento": "fingerprint:v1", "secrets": ["hugging-face"]}
        """);
  }

  /** Settings that say little or nothing, or what the provider has no argument for. */
  private static void makeServices() {
    List<String> settings =
        List.of(
            "{\"scaling\": {\"min_replicas\": 2}, \"extras\": {\"x\": 1}}",
            "{\"scaling\": {\"min_replicas\": 1, \"max_replicas\": 1, \"policy\": {}}}",
            "{\"scaling\": {\"max_replicas\": 2, \"policy\": {\"metrics\": []}}}",
            "{\"extras\": {\"bento_request_overrides\": {\"x\": 1}}, \"config_overrides\": null}");
    for (int i = 0; i < settings.size(); i++) {
      post(
          DEPLOYMENTS,
          """
          {"name": "service-%d", "bento": "fingerprint:v1", "services": {"Fingerprint": %s}}
          """
              .formatted(i, settings.get(i)));
    }
  }

  private static void post(String path, String body) {
    SERVER.call("POST", path, body);
  }

  private static String export(String query) {
    Server.Answer answer = SERVER.send("GET", "/api/v1/terraform" + query, null);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain(MARK);
    return answer.body();
  }

  private Workspace workspace(String query) {
    Workspace workspace = Workspace.containing(export(query), SERVER);
    open = workspace;
    VALUES.forEach(workspace::with);
    return workspace;
  }

  @AfterEach
  void discard() {
    if (open != null) {
      open.discard();
    }
  }

  private static void assertImportsAlone(Plan plan, int count) {
    assertThat(plan.text()).contains(count + " to import, 0 to add, 0 to change, 0 to destroy");
    for (JsonNode resource : plan.json().get("resource_changes")) {
      assertThat(resource.at("/change/actions").toString()).isEqualTo("[\"no-op\"]");
      assertThat(resource.at("/change/importing/id").asText()).isNotEmpty();
    }
  }

  @Test
  void the_first_plan_of_all_imports_and_changes_nothing_and_the_next_one_is_empty() {
    Workspace workspace = workspace("?all=true");
    workspace.terraform("fmt", "-check", "-diff", "main.tf").orFail();

    assertImportsAlone(workspace.plan(), 15);
    workspace.applyPlan();

    assertThat(workspace.plan().empty()).isTrue();
    assertThat(SERVER.deployment("x--all-1").get("revision").asInt()).isEqualTo(1);
    assertThat(SERVER.secret("hugging-face").get("revision").asInt()).isEqualTo(1);

    Plan changed = workspace.with("hugging_face_hf_home", MARK + " another").plan();
    assertThat(changed.actions("bentocloud_secret.hugging_face")).containsExactly("update");
    assertThat(changed.actions("bentocloud_deployment.by_hand")).containsExactly("update");
    assertThat(changed.actions("bentocloud_deployment.plain")).containsExactly("no-op");
  }

  @Test
  void one_deployment_comes_with_its_secrets_ready_to_plan() {
    Workspace workspace = workspace("?deployment=by-hand");
    workspace.terraform("fmt", "-check", "-diff", "main.tf").orFail();

    assertImportsAlone(workspace.plan(), 2);
  }

  @Test
  void one_secret_is_ready_to_plan() {
    assertImportsAlone(workspace("?secret=hugging-face&cluster=" + CLUSTER).plan(), 1);
  }

  @Test
  void a_value_that_is_not_at_hand_is_kept_by_a_version() {
    Workspace workspace = workspace("?secret=files").with("files_null", "not the value");
    workspace.configure(
        export("?secret=files")
            .replace("  values_wo = {", "  values_wo_version = \"1\"\n  values_wo = {"));

    Plan plan = workspace.plan();
    assertThat(plan.changedAttributes("bentocloud_secret.files"))
        .containsExactly("values_wo_version");
    workspace.applyPlan();

    assertThat(workspace.plan().empty()).isTrue();
    assertThat(SERVER.secret("files").get("revision").asInt()).isEqualTo(1);
  }

  private static void patch(String secret, String items) {
    SERVER.call("PATCH", SECRETS + "/" + secret, "{\"content\": {\"items\": [" + items + "]}}");
  }

  private static void remove(String name) {
    SERVER.send("DELETE", DEPLOYMENTS + "/" + name, null);
    SERVER.send("DELETE", SECRETS + "/" + name, null);
  }

  @Test
  void a_deployment_that_waits_for_a_restart_says_so_and_so_does_the_plan() {
    SERVER.makeSecret("waits", "KEY", "first");
    SERVER.makeIdle("waits");
    try {
      patch("waits", "{\"key\": \"KEY\", \"value\": \"second\"}");
      assertThat(export("?deployment=waits")).contains("the first plan restarts it.\n");
      Workspace workspace = workspace("?deployment=waits").with("waits_key", "second");
      Plan plan = workspace.plan();
      assertThat(plan.text()).contains("2 to import, 0 to add, 1 to change, 0 to destroy");
      assertThat(plan.actions("bentocloud_deployment.waits")).containsExactly("update");

      patch(
          "waits",
          "{\"key\": \"KEY\", \"value\": null}, {\"key\": \"MORE\", \"value\": \"second\"}");
      assertThat(export("?deployment=waits")).contains("the first plan replaces it");
      plan = workspace.configure(export("?deployment=waits")).with("waits_more", "second").plan();
      assertThat(plan.actions("bentocloud_deployment.waits")).containsExactly("delete", "create");
    } finally {
      remove("waits");
    }
  }

  @Test
  void a_deployment_that_does_not_run_says_so_and_so_does_the_plan() {
    SERVER.makeSecret("ended", "KEY", "first");
    SERVER.makeIdle("ended");
    try {
      SERVER.call("POST", DEPLOYMENTS + "/ended/terminate", null);
      SERVER.awaitStatus("ended", "terminated");
      SERVER.call("DELETE", SECRETS + "/ended", null);

      assertThat(export("?deployment=ended"))
          .contains("# It is terminated: the first plan proposes a rollout.\n")
          .contains("# The secret ended does not exist: the next rollout fails without it.\n")
          .contains("{ name = \"ended\" },");
      Plan plan = workspace("?deployment=ended").plan();
      assertThat(plan.text()).contains("1 to import, 0 to add, 1 to change, 0 to destroy");
    } finally {
      remove("ended");
    }
  }
}
