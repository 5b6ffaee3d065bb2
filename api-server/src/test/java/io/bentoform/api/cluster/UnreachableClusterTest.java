package io.bentoform.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bentoform.api.Answer;
import io.bentoform.api.Eventually;
import io.bentoform.api.TestServer;
import io.bentoform.api.db.Columns;
import io.bentoform.api.deployment.BentoUpload;
import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.http.Json;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Kubernetes cluster that is away, beside one that is there. */
class UnreachableClusterTest {
  private static final String DEPLOYMENTS = "/api/v2/deployments";

  private static String body(String name) {
    return """
    {"name": "%s", "bento": "sample:v1",
     "services": {"Sample": {"scaling": {"min_replicas": 0, "max_replicas": 1}}}}
    """
        .formatted(name);
  }

  private static ObjectNode cluster() {
    ObjectNode body = Json.MAPPER.createObjectNode().put("name", "gpu");
    body.putObject("engine")
        .put("type", "kubernetes")
        .put("image", "example/python:1")
        .put("kubeconfig", SampleKubeconfig.of(SampleKubeconfig.NOWHERE, "t"));
    return body;
  }

  private static String reached(Answer deployment) {
    for (JsonNode condition : deployment.at("/conditions")) {
      if (condition.path("type").asText().equals("EngineReachable")) {
        return condition.path("message").asText();
      }
    }
    return "";
  }

  private static String placedOn(TestServer server) {
    return server
        .database()
        .read(
            execute ->
                execute
                    .get(
                        "SELECT CONCAT(IFNULL(placed_on, 'nowhere'), ' ', attempts > 0) AS x"
                            + " FROM deployment WHERE name = 'away'")
                    .map(row -> Columns.text(row, "x"))
                    .orElseThrow());
  }

  @Test
  void its_deployments_wait_and_say_why_and_neither_other_clusters_nor_a_start_wait_with_them(
      @TempDir Path data) throws Exception {
    try (TestServer server = TestServer.with(data, "--engine", "none")) {
      BentoUpload.push(server, SampleBento.shared());
      assertThat(server.call("POST", "/api/v1/clusters", cluster().toString()).status())
          .isEqualTo(200);
      Answer created = server.call("POST", DEPLOYMENTS + "?cluster=gpu", body("away"));
      assertThat(created.status()).as(created.body()).isEqualTo(200);
      server.call("POST", DEPLOYMENTS, body("here"));

      Eventually.holds(
          "the other cluster's deployment is done",
          () ->
              server
                  .call("GET", DEPLOYMENTS + "/here")
                  .at("/status")
                  .asText()
                  .equals("scaled-to-zero"));
      Eventually.holds("it was postponed", () -> placedOn(server).equals("nowhere 1"));
      Answer shown = server.call("GET", DEPLOYMENTS + "/away?cluster=gpu");
      assertThat(reached(shown)).contains("cluster gpu").contains("refused the connection");
      assertThat(shown.at("/status").asText()).isNotIn("failed", "running");
    }
    try (TestServer server = TestServer.with(data, "--engine", "none")) {
      Eventually.holds(
          "the reason is told again",
          () ->
              reached(server.call("GET", DEPLOYMENTS + "/away?cluster=gpu"))
                  .contains("refused the connection"));
      assertThat(server.call("PATCH", "/api/v1/clusters/gpu", typeOnly()).at("/type").asText())
          .endsWith(":in_use");
    }
  }

  private static String typeOnly() {
    return "{\"engine\": {\"type\": \"local\"}}";
  }

  @Test
  void a_server_that_cannot_run_the_default_cluster_on_kubernetes_says_why_and_does_not_start(
      @TempDir Path data) {
    assertThatThrownBy(() -> TestServer.with(data, "--engine", "kubernetes"))
        .hasMessageContaining("cluster default")
        .hasMessageContaining("needs an image");
    try (TestServer server = TestServer.with(data, "--engine", "none")) {
      BentoUpload.push(server, SampleBento.shared());
      server.call("POST", DEPLOYMENTS, body("here"));
    }

    assertThatThrownBy(
            () ->
                TestServer.with(
                    data, "--engine", "kubernetes", "--kubernetes-image", "example/python:1"))
        .hasMessageContaining("has deployments, so its engine stays local");
  }

  @Test
  void the_default_cluster_runs_on_kubernetes_where_the_server_is_told_so(@TempDir Path data) {
    String[] settings = {
      "--engine", "kubernetes", "--kubernetes-image", "example/python:1",
      "--kubernetes-namespace", "models", "--kubernetes-claim", "environments"
    };
    try (TestServer server = TestServer.with(data, settings)) {
      Answer cluster = server.call("GET", "/api/v1/clusters/default");

      assertThat(cluster.at("/engine/type").asText()).isEqualTo("kubernetes");
      assertThat(cluster.at("/engine/credentials").asText()).isEqualTo("in_cluster");
      assertThat(cluster.at("/engine/namespace").asText()).isEqualTo("models");
      assertThat(cluster.at("/engine/image").asText()).isEqualTo("example/python:1");
      assertThat(cluster.at("/engine/storage/claim").asText()).isEqualTo("environments");
      assertThat(cluster.at("/health/reachable").asBoolean()).isFalse();
      assertThat(cluster.at("/engine/gateway").isNull()).isTrue();
    }
  }

  @Test
  void an_image_of_the_server_moves_the_gateway_of_the_default_cluster_into_pods_as_it_was_set(
      @TempDir Path data) {
    String[] settings = {
      "--engine",
      "kubernetes",
      "--kubernetes-image",
      "example/python:1",
      "--kubernetes-endpoint-domain",
      "models.example.org",
      "--kubernetes-gateway-image"
    };
    try (TestServer server = TestServer.with(data, with(settings, "example/bentoform:1"))) {
      server.call(
          "PATCH",
          "/api/v1/clusters/default",
          """
          {"engine": {"gateway": {"image": "example/bentoform:1", "replicas": 3}}}
          """);
    }
    try (TestServer server = TestServer.with(data, with(settings, "example/bentoform:2"))) {
      Answer cluster = server.call("GET", "/api/v1/clusters/default");

      assertThat(cluster.at("/engine/endpoint_domain").asText()).isEqualTo("models.example.org");
      assertThat(cluster.at("/engine/gateway/image").asText()).isEqualTo("example/bentoform:2");
      assertThat(cluster.at("/engine/gateway/replicas").asInt()).isEqualTo(3);
    }
  }

  private static String[] with(String[] settings, String last) {
    return Stream.concat(Stream.of(settings), Stream.of(last)).toArray(String[]::new);
  }
}
