package io.bentoform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The plan of a secret tells of deployments that no plan restarts. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Layout.BESIDE_OTHERS)
@Tag(Layout.ANY_ENGINE)
class OutsideUseTest {
  private static final String CONFIGURATION =
      Workspace.HEAD
          + """
          variable "value" {
            type      = string
            ephemeral = true
            sensitive = true
          }

          variable "more" {
            type    = bool
            default = false
          }

          resource "bentocloud_secret" "shared" {
            name      = "shared"
            values_wo = merge({ TOKEN = var.value }, var.more ? { EXTRA = "x" } : {})
          }

          resource "bentocloud_deployment" "own" {
            name     = "shared-own"
            bento    = "fingerprint:v1"
            secrets  = [bentocloud_secret.shared]
            services = { Fingerprint = { scaling = { min_replicas = 0 } } }
          }
          """;

  private final Server server = Server.shared();

  @AfterEach
  void remove() {
    server.send("DELETE", "/api/v2/deployments/shared-other", null);
  }

  @Test
  void a_changed_secret_warns_of_the_deployments_that_nothing_of_terraform_restarts() {
    try (Workspace workspace = Workspace.containing(CONFIGURATION, server)) {
      workspace.with("value", "first").apply();
      server.call(
          "POST",
          "/api/v2/deployments",
          """
          {"name": "shared-other", "bento": "fingerprint:v1", "secrets": ["shared"],
           "services": {"Fingerprint": {"scaling": {"min_replicas": 0, "max_replicas": 1}}}}
          """);
      assertThat(workspace.plan().text()).doesNotContain("not managed by Terraform");

      String rotated = Command.words(workspace.with("value", "second").plan().text());
      assertThat(rotated)
          .contains(
              "Warning: Deployments that are not managed by Terraform use the secret \"shared\"")
          .contains("keep the old values until they are restarted: shared-other.")
          .doesNotContain("shared-own.");

      String more = Command.words(workspace.with("more", "true").plan().text());
      assertThat(more)
          .contains("keep the old keys and values until they are recreated: shared-other.");

      server.call("DELETE", "/api/v2/deployments/shared-other", null);
      Plan alone = workspace.plan();
      assertThat(alone.text()).doesNotContain("not managed by Terraform");
      assertThat(alone.actions("bentocloud_deployment.own")).containsExactly("delete", "create");
      workspace.destroy();
    }
  }
}
