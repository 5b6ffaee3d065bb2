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

  @Test
  void a_plan_asks_about_many_objects_at_once() {
    String configuration = ManyObjects.secrets(SECRETS) + ManyObjects.deployments(DEPLOYMENTS);
    Server server = Server.idle();
    try (LossyProxy counter = new LossyProxy(server)) {
      Map<String, String> environment = new HashMap<>(server.environment());
      environment.put("BENTO_CLOUD_API_ENDPOINT", counter.url());
      try (Workspace workspace = Workspace.containing(configuration, environment)) {
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
