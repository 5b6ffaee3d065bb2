package io.bentoform.api.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.access.Caller;
import io.bentoform.api.deployment.BentoUpload;
import io.bentoform.api.engine.SampleBento;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The configuration of one object, or of all; real Terraform plans it in ExportTest. */
class TerraformApiTest {
  private static final TestServer SERVER = TestServer.shared();
  private static final String EXPORT = "/api/v1/terraform";
  private static final String SECRETS = "/api/v1/org_secrets";
  private static final String DEPLOYMENTS = "/api/v2/deployments";

  private final String name = "export-" + UUID.randomUUID().toString().substring(0, 8);
  private final String resource = name.replace('-', '_');

  @BeforeAll
  static void push() {
    BentoUpload.push(SERVER, SampleBento.shared());
  }

  @AfterEach
  void remove() {
    SERVER.call("DELETE", DEPLOYMENTS + "/" + name);
    SERVER.call("DELETE", SECRETS + "/" + name);
    SERVER.call("DELETE", SECRETS + "/" + name + "-other");
  }

  private void secret(String secret, String more) {
    Answer made = SERVER.call("POST", SECRETS, "{\"name\": \"%s\", %s}".formatted(secret, more));
    assertThat(made.status()).as(made.body()).isEqualTo(200);
  }

  private static String items(String... keys) {
    return "\"content\": {\"items\": [{\"key\": \""
        + String.join("\", \"value\": \"hidden\"}, {\"key\": \"", keys)
        + "\", \"value\": \"hidden\"}]}";
  }

  private void deploy(String more) {
    Answer made =
        SERVER.call(
            "POST",
            DEPLOYMENTS,
            """
            {"name": "%s", "bento": "sample:v1"%s}
            """
                .formatted(name, more));
    assertThat(made.status()).as(made.body()).isEqualTo(200);
  }

  private String export(String query) {
    Answer answer = SERVER.call("GET", EXPORT + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("text/plain; charset=utf-8");
    assertThat(answer.body()).doesNotContain("hidden");
    return answer.body();
  }

  @Test
  void a_secret_is_its_import_its_resource_and_a_variable_for_each_value() {
    secret(name, "\"description\": \"costs ${5}\", " + items("TOKEN", "token"));

    assertThat(export("?secret=" + name))
        .startsWith("# Set the value of each variable")
        .contains("provider \"bentocloud\" {}\n")
        .endsWith(
            """

            variable "NAME_token" {
              description = "TOKEN of the secret ORIGINAL"
              type        = string
              ephemeral   = true
              sensitive   = true
            }

            variable "NAME_token_2" {
              description = "token of the secret ORIGINAL"
              type        = string
              ephemeral   = true
              sensitive   = true
            }

            import {
              to = bentocloud_secret.NAME
              id = "default/ORIGINAL"
            }

            resource "bentocloud_secret" "NAME" {
              name        = "ORIGINAL"
              description = "costs $${5}"
              values_wo   = { TOKEN = var.NAME_token, token = var.NAME_token_2 }
            }
            """
                .replace("NAME", resource)
                .replace("ORIGINAL", name));
  }

  @Test
  void files_have_their_path_and_sub_paths_and_a_stage_stands_where_it_is_another() {
    secret(
        name,
        """
        "content": {"type": "mountfile", "path": "$BENTOML_HOME/a/../tls", "stage": "all", "items": [
          {"key": "tls.key", "value": "hidden", "sub_path": "x/y"}, {"key": "ca", "value": "hidden"}]}
        """);

    assertThat(export("?secret=" + name))
        .contains(
            """
              type      = "file"
              path      = "$BENTOML_HOME/tls"
              stage     = "all"
              values_wo = { "tls.key" = var.NAME_tls_key, ca = var.NAME_ca }
              sub_paths = { "tls.key" = "x/y" }
            }
            """
                .replace("NAME", resource));
  }

  @Test
  void a_deployment_comes_with_its_secrets_and_without_what_is_the_default() {
    secret(name, items("TOKEN"));
    secret(name + "-other", items("OTHER"));
    deploy(
        """
        , "secrets": ["%1$s"], "access_authorization": false, "envs": [], "labels": [],
        "services": {"Sample": {"scaling": {"min_replicas": 1, "max_replicas": 1, "policy": null},
          "envs": [], "config_overrides": {}, "extras": {}}}
        """
            .formatted(name));

    assertThat(export("?deployment=" + name))
        .contains("resource \"bentocloud_secret\" \"" + resource + "\" {")
        .doesNotContain("other")
        .endsWith(
            """
            import {
              to = bentocloud_deployment.NAME
              id = "default/ORIGINAL"
            }

            resource "bentocloud_deployment" "NAME" {
              name    = "ORIGINAL"
              bento   = "sample:v1"
              secrets = [bentocloud_secret.NAME]
            }
            """
                .replace("NAME", resource)
                .replace("ORIGINAL", name));
  }

  @Test
  void what_the_first_plan_will_change_all_the_same_stands_there_as_a_comment() {
    secret(name, items("TOKEN"));
    secret(name + "-other", items("OTHER"));
    deploy(
        """
        , "secrets": ["%1$s", "%1$s-other"],
        "canary": {"route_type": "random", "versions": {"v2": {"bento": "sample:v1", "weight": 1}}}
        """
            .formatted(name));
    SERVER.call("PATCH", SECRETS + "/" + name, "{" + items("TOKEN", "MORE") + "}");
    SERVER.call("DELETE", SECRETS + "/" + name + "-other");
    SERVER.call("POST", DEPLOYMENTS + "/" + name + "/terminate");

    assertThat(export("?deployment=" + name))
        .contains("the first plan proposes a rollout.\n")
        .contains("# The secret " + name + " has other keys since: the first plan replaces it")
        .contains("# The secret " + name + "-other does not exist: ")
        .contains("  canary = {\n    versions = {\n      v2 = { weight = 1 }\n    }\n  }\n")
        .contains(
            "    bentocloud_secret." + resource + ",\n    { name = \"" + name + "-other\" },\n");
  }

  @Test
  void all_are_there_whatever_their_clusters_with_names_of_their_own() {
    String cluster = name.substring(0, 15);
    SERVER.call("POST", "/api/v1/clusters", "{\"name\": \"%s\"}".formatted(cluster));
    secret(name, items("TOKEN"));
    Answer made =
        SERVER.call(
            "POST",
            SECRETS + "?cluster=" + cluster,
            "{\"name\": \"%s\", %s}".formatted(name, items("TOKEN")));
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    try {
      assertThat(export("")).contains("id = \"default/" + name).doesNotContain(cluster + "/");
      assertThat(export("?cluster=" + cluster)).doesNotContain("id = \"default/");
      assertThat(export("?all=true"))
          .contains("id = \"default/" + name + "\"")
          .contains("id = \"" + cluster + "/" + name + "\"")
          .contains("\"bentocloud_secret\" \"" + resource + "\" {")
          .contains(
              "\"bentocloud_secret\" \"" + resource + "_" + cluster.replace('-', '_') + "\" {")
          .contains("  cluster   = \"" + cluster + "\"\n");
    } finally {
      SERVER.call("DELETE", SECRETS + "/" + name + "?cluster=" + cluster);
      SERVER.call("DELETE", "/api/v1/clusters/" + cluster);
    }
  }

  @Test
  void what_is_not_there_is_refused_as_elsewhere() {
    Caller outsider = Caller.with(SERVER, name, "[\"read_organization\"]");

    assertThat(outsider.call("GET", EXPORT).status()).isEqualTo(403);
    assertThat(SERVER.call("GET", EXPORT + "?secret=" + name).status()).isEqualTo(404);
    assertThat(SERVER.call("GET", EXPORT + "?deployment=" + name).status()).isEqualTo(404);
    assertThat(SERVER.call("GET", EXPORT + "?cluster=nowhere").status()).isEqualTo(400);
    assertThat(SERVER.call("GET", EXPORT + "?secret=a&deployment=b").status()).isEqualTo(400);
  }
}
