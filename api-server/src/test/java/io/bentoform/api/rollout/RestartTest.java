package io.bentoform.api.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Eventually;
import io.bentoform.api.TestServer;
import io.bentoform.api.deployment.BentoUpload;
import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a server that is restarted makes of a rollout that failed. */
class RestartTest {
  private static final String DEPLOYMENT = "/api/v2/deployments/restarted";

  @Test
  void after_a_failed_rolling_update_a_restart_brings_back_the_last_good_revision()
      throws Exception {
    Path data = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "restart-");
    String url;
    try (TestServer server = TestServer.in(data, 0)) {
      BentoUpload.push(server, SampleBento.shared());
      server.call("POST", "/api/v2/deployments", body(""));
      await(server, "running");
      server.call(
          "PUT", DEPLOYMENT, body("{\"name\": \"SAMPLE_FAILS_AT_START\", \"value\": \"1\"}"));
      await(server, "unhealthy");
      url = server.call("GET", DEPLOYMENT).at("/urls/0").asText();
      assertThat(status(url)).isEqualTo(200);
    }

    try (TestServer server = TestServer.in(data, 0)) {
      Eventually.holds("the revision before serves again", () -> status(url) == 200);

      await(server, "unhealthy");
      assertThat(server.call("GET", DEPLOYMENT).texts("/conditions", "reason"))
          .as("the rollout that failed is still told of")
          .startsWith("ReplicaStartFailed");
      assertThat(server.call("DELETE", DEPLOYMENT).status()).isEqualTo(200);
    }
    PrivateFiles.delete(data);
  }

  private static String body(String envs) {
    return """
    {"name": "restarted", "bento": "sample:v1", "envs": [%s],
     "services": {"Sample": {"deployment_strategy": "RollingUpdate"}}}
    """
        .formatted(envs);
  }

  private static void await(TestServer server, String status) throws Exception {
    Eventually.holds(
        status, () -> server.call("GET", DEPLOYMENT).at("/status").asText().equals(status));
  }

  private static int status(String url) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(url + "/readyz").toURL().openConnection();
      return connection.getResponseCode();
    } catch (IOException e) {
      return 0;
    }
  }
}
