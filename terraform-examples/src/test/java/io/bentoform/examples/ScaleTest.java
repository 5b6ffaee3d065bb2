package io.bentoform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Many resources in one configuration, with Terraform's own parallelism. */
class ScaleTest {
  private static final int SECRETS = 50;
  private static final int DEPLOYMENTS = 20;
  private static final String CONFIGURATION =
      Workspace.HEAD
          + Workspace.VALUE
          + """
      resource "bentocloud_secret" "all" {
        count     = 50
        name      = "scale-${count.index}"
        values_wo = { "KEY_${count.index}" = "${var.value} ${count.index}" }
      }

      # Each secret is attached to one deployment, so each deployment has two or three.
      resource "bentocloud_deployment" "all" {
        for_each = toset([for i in range(20) : tostring(i)])

        name  = "scale-${each.key}"
        bento = "fingerprint:v1"
        secrets = [
          for i in range(50) : bentocloud_secret.all[i] if i % 20 == tonumber(each.key)
        ]
        services = {
          Fingerprint = { scaling = { min_replicas = 0, max_replicas = 1 } }
        }
      }
      """;

  @Test
  void fifty_secrets_and_twenty_deployments_apply_change_and_go() {
    Server server = Server.idle();
    try (Workspace workspace = Workspace.containing(CONFIGURATION, server)) {
      workspace.with("value", "first");
      timed("apply of 50 secrets and 20 deployments", workspace::apply);
      assertThat(timed("plan without changes", workspace::plan).empty()).isTrue();

      Plan change = timed("plan of 50 changed values", workspace.with("value", "second")::plan);
      for (int i = 0; i < SECRETS; i++) {
        assertThat(change.actions("bentocloud_secret.all[" + i + "]")).containsExactly("update");
      }
      for (int i = 0; i < DEPLOYMENTS; i++) {
        String deployment = "bentocloud_deployment.all[\"" + i + "\"]";
        assertThat(change.actions(deployment)).containsExactly("update");
        assertThat(change.replacePaths(deployment)).isEmpty();
      }
      assertThat(change.text()).contains("Plan: 0 to add, 70 to change, 0 to destroy.");
      timed("apply of 50 changed values", workspace::applyPlan);
      assertThat(timed("plan without changes", workspace::plan).empty()).isTrue();

      timed("destroy", workspace::destroy);
      for (String list : List.of("/api/v1/org_secrets", "/api/v2/deployments")) {
        assertThat(server.names(list + "?count=500")).noneMatch(name -> name.startsWith("scale-"));
      }
    }
  }

  private static <T> T timed(String step, Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf("%6.1f s  %s%n", took.toMillis() / 1e3, step);
    return result;
  }
}
