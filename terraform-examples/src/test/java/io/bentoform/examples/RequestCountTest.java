package io.bentoform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many requests Terraform's commands lead to, counted on their way to the server. */
class RequestCountTest {
  private static final int SECRETS = 200;
  private static final int DEPLOYMENTS = 100;

  /** One to read and one to compare each secret, one to read each deployment, none to check it. */
  private static final int ONE_BY_ONE = 2 * SECRETS + DEPLOYMENTS;

  private static final String CONFIGURATION =
      Workspace.HEAD
          + Workspace.VALUE
          + """
      resource "bentocloud_secret" "all" {
        count     = %1$d
        name      = "counted-${count.index}"
        values_wo = { "KEY_${count.index}" = var.value }
      }

      resource "bentocloud_deployment" "all" {
        count   = %2$d
        name    = "counted-${count.index}"
        bento   = "fingerprint:v1"
        secrets = [bentocloud_secret.all[2 * count.index], bentocloud_secret.all[2 * count.index + 1]]
        services = {
          Fingerprint = { scaling = { min_replicas = 0, max_replicas = 1 } }
        }
      }
      """
              .formatted(SECRETS, DEPLOYMENTS);

  @Test
  void a_plan_asks_about_many_objects_at_once() {
    Server server = Server.shared();
    try (LossyProxy counter = new LossyProxy(server)) {
      Map<String, String> environment = new HashMap<>(server.environment());
      environment.put("BENTO_CLOUD_API_ENDPOINT", counter.url());
      try (Workspace workspace = Workspace.containing(CONFIGURATION, environment)) {
        workspace.with("value", "first").apply();
        counter.newRequests();

        assertThat(workspace.plan().empty()).isTrue();
        assertThat(counter.newRequests()).isLessThan(ONE_BY_ONE / 5);

        assertThat(workspace.with("value", "second").plan().text())
            .contains("Plan: 0 to add, 300 to change, 0 to destroy.");
        assertThat(counter.newRequests()).isLessThan((ONE_BY_ONE + DEPLOYMENTS) / 5);
      }
    }
  }
}
