package io.bentoform.api.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.access.Caller;
import io.bentoform.api.engine.SampleBento;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may call a deployment with {@code access_authorization}, of those who have a token. */
class ProtectedEndpointTest {
  private static final String DEPLOYMENTS = "/api/v2/deployments";
  private static final Duration ROLLOUT = Duration.ofMinutes(3);

  private final TestServer server = TestServer.running();
  private final String name = "p-" + UUID.randomUUID().toString().substring(0, 18);

  @AfterEach
  void delete() {
    server.call("DELETE", DEPLOYMENTS + "/" + name);
  }

  @Test
  void a_protected_endpoint_is_open_to_tokens_with_the_scope_for_it_alone() throws Exception {
    BentoUpload.push(server, SampleBento.shared());
    server.call("POST", DEPLOYMENTS, deployment(true, ""));
    String url = urlOnceRunning();
    Caller endpoint = Caller.with(server, name + "-e", "[\"protected_endpoint_access\"]");
    Caller writer = Caller.with(server, name + "-w", "[\"write_cluster\", \"write_organization\"]");

    assertThat(status(url, endpoint.token())).isEqualTo(200);
    assertThat(status(url, server.token())).isEqualTo(200);
    assertThat(status(url, writer.token())).isBetween(401, 403);
    assertThat(status(url, "bf_unknown")).isBetween(401, 403);

    server.call("DELETE", "/api/v1/api_tokens/" + endpoint.uid());
    assertThat(status(url, endpoint.token())).isBetween(401, 403);
  }

  @Test
  void it_stays_protected_when_the_rollout_that_would_open_it_fails() throws Exception {
    BentoUpload.push(server, SampleBento.shared());
    server.call("POST", DEPLOYMENTS, deployment(true, ""));
    String url = urlOnceRunning();

    server.call(
        "PUT",
        DEPLOYMENTS + "/" + name,
        deployment(false, "{\"name\": \"SAMPLE_FAILS_AT_START\", \"value\": \"1\"}"));
    await("unhealthy");
    assertThat(status(url, "bf_unknown")).isEqualTo(401);

    server.call("PUT", DEPLOYMENTS + "/" + name, deployment(false, ""));
    await("running");
    assertThat(status(url, "bf_unknown")).isEqualTo(200);
  }

  private String deployment(boolean isProtected, String envs) {
    return """
    {"name": "%s", "bento": "sample:v1", "access_authorization": %s, "envs": [%s],
     "services": {"Sample": {"deployment_strategy": "RollingUpdate"}}}
    """
        .formatted(name, isProtected, envs);
  }

  private int status(String url, String token) {
    return server
        .send(
            HttpRequest.newBuilder(URI.create(url + "/schema.json"))
                .header("Authorization", "Bearer " + token),
            "GET",
            new byte[0])
        .status();
  }

  private String urlOnceRunning() throws InterruptedException {
    return await("running").at("/urls/0").asText();
  }

  private Answer await(String status) throws InterruptedException {
    Instant deadline = Instant.now().plus(ROLLOUT);
    while (true) {
      Answer deployment = server.call("GET", DEPLOYMENTS + "/" + name);
      if (deployment.at("/status").asText().equals(status)) {
        return deployment;
      }
      assertThat(Instant.now()).as(deployment.body()).isBefore(deadline);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
