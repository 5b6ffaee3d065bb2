package io.bentoform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was made elsewhere comes under Terraform without a rollout. */
class ImportTest {
  private static final String SECRET = "bentocloud_secret.s";
  private static final String DEPLOYMENT = "bentocloud_deployment.d";
  private static final String NAME = "made-before";
  private static final String HEAD = Workspace.HEAD + Workspace.VALUE;
  private static final String IMPORTS =
      """
      import {
        to = bentocloud_secret.s
        id = "made-before"
      }

      import {
        to = bentocloud_deployment.d
        id = "made-before"
      }
      """;
  private static final String RESOURCES =
      """
      resource "bentocloud_secret" "s" {
        name              = "made-before"
        values_wo         = { KEY = var.value }
        values_wo_version = "VERSION"
      }

      resource "bentocloud_deployment" "d" {
        name            = "made-before"
        bento           = "fingerprint:v1"
        secrets         = [bentocloud_secret.s]
        restart_trigger = { version = "VERSION" }
        services        = { Fingerprint = { scaling = { min_replicas = 0, max_replicas = 1 } } }
      }
      """;
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

  private static String version(String version) {
    return HEAD + RESOURCES.replace("VERSION", version);
  }

  private int revision() {
    return server.deployment(NAME).get("revision").asInt();
  }

  @Test
  void a_trigger_and_a_version_in_the_configuration_of_what_is_imported_roll_nothing_out() {
    try (Workspace workspace =
        Workspace.containing(version("1") + IMPORTS, server).with("value", "another each time")) {
      Plan plan = workspace.plan();
      assertThat(plan.changedAttributes(SECRET)).containsExactly("values_wo_version");
      assertThat(plan.changedAttributes(DEPLOYMENT)).containsExactly("restart_trigger");
      workspace.applyPlan();
      assertThat(revision()).isEqualTo(1);
      assertThat(workspace.plan().empty()).isTrue();

      Plan next = workspace.configure(version("2") + IMPORTS).plan();
      assertThat(next.afterUnknown(SECRET).get("revision").asBoolean()).isTrue();
      assertThat(next.changedAttributes(DEPLOYMENT)).contains("status");
    }
  }

  @Test
  void so_it_is_after_the_command_terraform_import() {
    try (Workspace workspace =
        Workspace.containing(version("1"), server).with("value", "another each time")) {
      workspace.terraform("import", SECRET, NAME).orFail();
      workspace.terraform("import", DEPLOYMENT, NAME).orFail();
      Plan plan = workspace.plan();
      assertThat(plan.changedAttributes(SECRET)).containsExactly("values_wo_version");
      assertThat(plan.changedAttributes(DEPLOYMENT)).containsExactly("restart_trigger");
    }
  }

  @Test
  void generated_configuration_of_a_deployment_pins_no_secret() {
    String deploymentAlone = IMPORTS.substring(IMPORTS.lastIndexOf("import {"));
    try (Workspace workspace = Workspace.containing(HEAD + deploymentAlone, server)) {
      workspace.with("value", "first");
      Plan plan = workspace.plan("-generate-config-out=generated.tf");
      assertThat(plan.text()).contains("1 to import, 0 to add, 0 to change, 0 to destroy");
      String generated = Files.readString(workspace.folder().resolve("generated.tf"));
      assertThat(generated).contains("secrets").doesNotContain("keys ").doesNotContain("revision");
      workspace.applyPlan();
      assertThat(workspace.plan().empty()).isTrue();

      server.call(
          "PATCH",
          "/api/v1/org_secrets/" + NAME,
          "{\"content\": {\"items\": [{\"key\": \"KEY\", \"value\": \"second\"}]}}");
      Plan next = workspace.plan();
      assertThat(next.actions(DEPLOYMENT)).containsExactly("update");
      workspace.applyPlan();
      assertThat(workspace.plan().empty()).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
