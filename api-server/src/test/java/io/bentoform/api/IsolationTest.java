package io.bentoform.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.deployment.BentoUpload;
import io.bentoform.api.engine.SampleBento;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server says of the isolation of what it runs. */
final class IsolationTest {
  private static final String BODY =
      "{\"name\": \"open\", \"bento\": \"%s\", \"services\": {\"%s\": {\"scaling\": {\"min_replicas\": 0, \"max_replicas\": 1}}}}"
          .formatted(SampleBento.TAG, SampleBento.SERVICE);

  private static JsonNode conditions(TestServer server) {
    BentoUpload.push(server, SampleBento.shared());
    Answer created = server.call("POST", "/api/v2/deployments", BODY);
    assertThat(created.status()).as(created.body()).isEqualTo(200);
    return created.at("/conditions");
  }

  @Test
  void without_a_sandbox_the_server_says_so_in_one_line_at_its_start(@TempDir Path folder)
      throws Exception {
    ServerProcess server = new ServerProcess(folder.resolve("data"), "--isolation", "none");
    try {
      assertThat(server.said())
          .filteredOn(line -> line.contains("not isolated"))
          .singleElement()
          .asString()
          .contains("apt-get install bubblewrap");
    } finally {
      server.terminate();
    }
  }

  @Test
  void without_a_sandbox_each_deployment_says_so_in_a_condition(@TempDir Path folder) {
    try (TestServer server = TestServer.with(folder, "--isolation", "none")) {
      assertThat(conditions(server))
          .anySatisfy(
              condition -> {
                assertThat(condition.path("type").asText()).isEqualTo("Isolated");
                assertThat(condition.path("status").asText()).isEqualTo("False");
                assertThat(condition.path("reason").asText()).isEqualTo("NoSandbox");
              });
    }
  }

  @Test
  void with_a_sandbox_nothing_is_said(@TempDir Path folder) {
    try (TestServer server = TestServer.with(folder, "--isolation", "bubblewrap")) {
      assertThat(conditions(server))
          .noneSatisfy(
              condition -> assertThat(condition.path("type").asText()).isEqualTo("Isolated"));
    }
  }
}
