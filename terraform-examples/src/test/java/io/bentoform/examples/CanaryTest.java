package io.bentoform.examples;

import static io.bentoform.examples.Workspace.fingerprint;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Values with a random word in each line go in as secrets, and then every byte that was written
 * anywhere is searched for it. Another random word goes in as a name and as plain configuration,
 * and is found by the same search: it would find a value too.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Layout.BESIDE_OTHERS)
@Tag(Layout.ANY_ENGINE)
class CanaryTest {
  private static final String CONFIGURATION =
      Workspace.HEAD
          + Workspace.VALUE
          + """
          variable "lines" {
            type      = string
            ephemeral = true
            sensitive = true
          }

          variable "key" {
            default = "CANARY_VALUE"
          }

          variable "planted" {}

          variable "conflict" {
            default = false
          }

          resource "bentocloud_secret" "env" {
            name      = "env-${var.planted}"
            values_wo = { (var.key) = var.value, CANARY_LINES = var.lines }
          }

          resource "bentocloud_secret" "file" {
            name      = "file-${var.planted}"
            type      = "file"
            path      = "$BENTOML_HOME/canary"
            values_wo = { CANARY_FILE = var.lines }
          }

          resource "bentocloud_secret" "other" {
            count     = var.conflict ? 1 : 0
            name      = "other-${var.planted}"
            values_wo = { CANARY_VALUE = "other ${var.value}" }
          }

          resource "bentocloud_deployment" "llm" {
            name  = "canary-${var.planted}"
            bento = "fingerprint:v1"
            envs  = { PLANTED = var.planted }
            secrets = concat(
              [bentocloud_secret.env, bentocloud_secret.file], bentocloud_secret.other,
            )
          }

          output "endpoint_url" {
            value = bentocloud_deployment.llm.endpoint_url
          }
          """;
  private final String canary = randomWord();
  private final String planted = randomWord();
  private final Server server = Server.fresh();
  private final Workspace workspace = Workspace.containing(CONFIGURATION, server);

  @BeforeEach
  void record() {
    server.push();
    workspace
        .environment("TF_LOG", "TRACE")
        .environment("TF_LOG_PATH", workspace.folder().resolve("trace.log").toString())
        .environment("TMPDIR", workspace.folder().toString())
        .with("planted", planted);
  }

  @AfterEach
  void end() {
    workspace.close();
    server.close();
  }

  @Test
  void a_value_is_in_the_running_process_and_its_files_and_nowhere_else() throws IOException {
    String lines = "one " + canary + "\n\ttwo \"" + canary + "\" \\" + canary + "\n" + canary;
    workspace.with("lines", lines).with("value", "first " + canary).apply();
    String changed = "{\"second\": '" + canary + "'} ${HOME} %s \\n é";
    savePlanJson(workspace.with("value", changed).plan().json());
    workspace.applyPlan();
    refusedByTerraform(changed);
    refusedByTheApi();
    workspace.with("value", changed).apply();
    workspace.plan();

    assertThat(workspace.runningEnvironment("CANARY_VALUE")).isEqualTo(fingerprint(changed));
    assertThat(workspace.runningEnvironment("CANARY_LINES")).isEqualTo(fingerprint(lines));
    assertThat(workspace.runningFile("canary/CANARY_FILE")).isEqualTo(fingerprint(lines));
    KubernetesNamespace namespace = server.namespace();
    if (namespace == null) {
      isInTheHomesOfReplicasUntilTheyEnd();
    } else {
      assertThat(new Search(canary).in("objects", namespace.objects())).isEmpty();
      server.stop();
    }
    assertThat(everywhere(new Search(canary))).isEmpty();
    assertTheSearchFindsWhatWasPlanted();
  }

  private void isInTheHomesOfReplicasUntilTheyEnd() {
    Path homes = server.homes();
    assertThat(new Search(canary).inTree(homes))
        .isNotEmpty()
        .allMatch(find -> find.endsWith("/canary/CANARY_FILE (plain)"));
    server.stop();
    assertThat(homes).doesNotExist();
  }

  /** What Terraform refuses, or passes on and the API refuses. */
  private void refusedByTerraform(String value) {
    workspace.with("value", canary.repeat(65 * 1024 / canary.length() + 1));
    assertThat(fails("plan")).contains("Value too large");
    workspace.with("value", value).with("key", "1-bad");
    assertThat(fails("plan")).contains("Key is not an environment variable name");

    workspace.with("key", "CANARY_VALUE").with("conflict", "true");
    assertThat(fails("apply", "-auto-approve")).contains("CANARY_VALUE");

    workspace.with("conflict", "false").apply();
    workspace.with("value", "third " + canary).plan();
    write("PATCH", "/env-" + planted, "CANARY_VALUE", "\"outside " + canary + "\"", 200);
    assertThat(fails("apply", "tfplan")).contains("was changed outside of Terraform");
  }

  private String fails(String... arguments) {
    return workspace.terraform(arguments).refused();
  }

  /** Calls that the API refuses, and those that might give a value away. */
  private void refusedByTheApi() {
    String secret = "/env-" + planted;
    String value = "\"" + canary + "\"";
    String large = "\"" + canary.repeat(65 * 1024 / canary.length() + 1) + "\"";
    write("PATCH", secret, "CANARY_VALUE", large, 422);
    write("PATCH", secret, "1-bad", value, 422);
    write("PATCH", secret, "CANARY_VALUE", "{\"x\": " + value + "}", 422);
    write("PATCH", secret, "CANARY_VALUE", value + " " + value, 400);
    write("PATCH", "/nobody", "CANARY_VALUE", value, 404);
    write("POST", "", "CANARY_VALUE", value, 409);
    String item = "{\"key\": \"CANARY_VALUE\", \"value\": " + value + "}";
    expect(409, "PATCH", secret, "{\"expected_revision\": 99, \"content\": " + content(item) + "}");
    expect(200, "POST", secret + "/compare", "{\"items\": [" + item + "]}");
    expect(404, "POST", "/nobody/compare", "{\"items\": [" + item + "]}");
    expect(200, "GET", secret, null);
    expect(200, "GET", "?count=100", null);
    server.get("/api/v2/deployments");
    server.get("/api/v2/deployments/canary-" + planted);
  }

  private void write(String method, String path, String key, String value, int status) {
    String item = "{\"key\": \"" + key + "\", \"value\": " + value + "}";
    String name = "\"env-" + planted + "\"";
    expect(status, method, path, "{\"name\": " + name + ", \"content\": " + content(item) + "}");
  }

  private static String content(String item) {
    return "{\"type\": \"env\", \"stage\": \"runtime\", \"items\": [" + item + "]}";
  }

  private void expect(int status, String method, String path, @Nullable String body) {
    Server.Answer answer = server.send(method, "/api/v1/org_secrets" + path, body);
    assertThat(answer.status()).as(method + " " + path + ": " + answer.body()).isEqualTo(status);
  }

  private void savePlanJson(JsonNode plan) throws IOException {
    Files.writeString(workspace.folder().resolve("plan.json"), plan.toString());
  }

  /**
   * State, backup, plan file, plan JSON and trace are in the workspace; server log, database (its
   * redo log too), audit rows and replica logs are in the data folder.
   */
  private List<String> everywhere(Search search) {
    List<String> found = new ArrayList<>();
    found.addAll(search.inTree(workspace.folder()));
    found.addAll(search.inTree(server.data()));
    found.addAll(search.in("printed", String.join("\n", workspace.printed())));
    found.addAll(search.in("answers", String.join("\n", server.answers())));
    return found;
  }

  private void assertTheSearchFindsWhatWasPlanted() {
    List<String> found = everywhere(new Search(planted));
    for (String place :
        List.of(
            "/terraform.tfstate (plain)",
            "/terraform.tfstate.backup (plain)",
            "/tfplan!tfplan (plain)",
            "/tfplan!tfstate (plain)",
            "/plan.json (plain)",
            "/trace.log (plain)",
            "/database/data/bentoform/audit_event.ibd (plain)",
            "/database/data/bentoform/deployment_revision.ibd (plain)",
            "/database/data/ib_logfile0 (plain)",
            "printed (plain)",
            "answers (plain)")) {
      assertThat(found).anyMatch(find -> find.endsWith(place));
    }
    assertThat(server.log()).content().contains("Bentoform is ready");
    for (String padding : List.of("", "1", "22")) {
      byte[] text = (padding + planted + "é").getBytes(StandardCharsets.UTF_8);
      String encoded = Base64.getEncoder().encodeToString(text);
      assertThat(new Search(planted).in("encoded", encoded)).isNotEmpty();
    }
  }

  private static String randomWord() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String letters = Base64.getEncoder().encodeToString(random).replaceAll("[^A-Za-z0-9]", "");
    return "x" + letters.toLowerCase(Locale.ROOT).substring(0, 19);
  }
}
