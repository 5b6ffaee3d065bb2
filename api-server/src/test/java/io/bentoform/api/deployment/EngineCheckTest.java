package io.bentoform.api.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.Answer;
import io.bentoform.api.Eventually;
import io.bentoform.api.TestServer;
import io.bentoform.api.engine.SampleBento;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the engine cannot honour is said before anything happens, and after it. The engine is told
 * that there are two GPUs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineCheckTest {
  private static final String DEPLOYMENTS = "/api/v2/deployments";
  private static final String EXTRAS =
      "\"extras\": {\"bento_function_overrides\": {\"annotations\": {\"a\": \"b\"}}}";
  private static final String BODY =
      """
      {"name": "asking", "bento": "sample:v1",
       "services": {"Sample": {"scaling": {"min_replicas": 0, "max_replicas": 2}, %s}}}
      """;

  private final TestServer server;

  EngineCheckTest(@TempDir Path folder) {
    server = TestServer.with(folder, "--gpus", "2");
    BentoUpload.push(server, SampleBento.shared());
    for (int gpus : new int[] {2, 3}) {
      Answer made =
          server.call(
              "POST",
              "/api/v1/instance_types",
              """
              {"name": "gpu.own.%d", "cpu": "1", "memory": "1Gi", "gpu": "%d",
               "gpu_type": "nvidia-own"}
              """
                  .formatted(gpus, gpus));
      assertThat(made.status()).as(made.body()).isEqualTo(200);
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Answer check(String body) {
    return server.call("POST", DEPLOYMENTS + "/check", body);
  }

  private static JsonNode honoured(Answer deployment) {
    for (JsonNode condition : deployment.at("/conditions")) {
      if (condition.path("type").asText().equals("Honoured")) {
        return condition;
      }
    }
    throw new AssertionError(deployment.body());
  }

  @Test
  void a_sound_body_has_neither_problems_nor_warnings() {
    Answer checked = check(BODY.formatted("\"deployment_strategy\": \"RollingUpdate\""));

    assertThat(checked.at("/problems")).isEmpty();
    assertThat(checked.at("/warnings").isArray()).isTrue();
    assertThat(checked.at("/warnings")).isEmpty();
  }

  @Test
  void a_warning_refuses_nothing_and_stays_as_a_condition() {
    Answer checked = check(BODY.formatted(EXTRAS));
    Answer created = server.call("POST", DEPLOYMENTS, BODY.formatted(EXTRAS));
    server.call("DELETE", DEPLOYMENTS + "/asking");

    assertThat(checked.at("/problems")).isEmpty();
    assertThat(checked.texts("/warnings", "pointer")).containsExactly("/services/Sample/extras");
    assertThat(checked.texts("/warnings", "code")).containsExactly("extras_ignored");
    assertThat(created.status()).as(created.body()).isEqualTo(200);
    assertThat(honoured(created).path("reason").asText()).isEqualTo("NotSupportedByEngine");
    assertThat(honoured(created).path("message").asText())
        .isEqualTo(checked.at("/warnings/0/detail").asText())
        .isEqualTo("extras of service Sample have no effect.");
  }

  @Test
  void gpus_that_the_machine_does_not_have_are_a_problem_and_refused() {
    String body = BODY.formatted("\"instance_type\": \"gpu.own.3\"");

    Answer checked = check(body);
    Answer created = server.call("POST", DEPLOYMENTS, body);

    assertThat(checked.texts("/problems", "pointer"))
        .containsExactly("/services/Sample/instance_type");
    assertThat(checked.texts("/problems", "code")).containsExactly("gpus_exceeded");
    assertThat(created.status()).isEqualTo(422);
    assertThat(created.pointers()).containsExactly("/services/Sample/instance_type");
    assertThat(created.body()).contains("needs 3 GPUs with the instance type gpu.own.3");
  }

  @Test
  void gpus_that_the_machine_has_are_no_problem() {
    Answer checked = check(BODY.formatted("\"instance_type\": \"gpu.own.2\""));

    assertThat(checked.at("/problems")).isEmpty();
    assertThat(checked.texts("/warnings", "pointer"))
        .contains("/services/Sample/instance_type", "/services/Sample/scaling/max_replicas");
  }

  @Test
  void a_metric_that_is_not_followed_is_a_warning() {
    String metrics =
        "[{\"type\": \"CPU\", \"value\": \"50\"}, {\"type\": \"gpu\", \"value\": \"50\"}]";
    Answer checked =
        check(
            BODY.formatted("\"cold_start_timeout\": 9")
                .replace(
                    "\"max_replicas\": 2",
                    "\"max_replicas\": 2, \"policy\": {\"metrics\": " + metrics + "}"));

    assertThat(checked.texts("/warnings", "pointer"))
        .containsExactly("/services/Sample/scaling/policy/metrics/1");
  }

  @Test
  void each_canary_version_with_services_of_its_own_is_checked() {
    String canary =
        """
        {"name": "asking", "bento": "sample:v1",
         "services": {"Sample": {%s}},
         "canary": {"versions": {
           "own": {"weight": 10, "services": {"Sample": {"instance_type": "gpu.own.3"}}},
           "same": {"weight": 10}}}}
        """
            .formatted(EXTRAS);

    Answer checked = check(canary);

    assertThat(checked.texts("/problems", "pointer"))
        .containsExactly("/canary/versions/own/services/Sample/instance_type");
    assertThat(checked.texts("/warnings", "pointer")).contains("/services/Sample/extras");
    assertThat(checked.texts("/warnings", "pointer"))
        .noneMatch(pointer -> pointer.startsWith("/canary/versions/same"));
  }

  @Test
  void a_deployment_that_waits_for_gpus_says_so_until_it_has_them() throws Exception {
    String body =
        """
        {"name": "%s", "bento": "sample:v1",
         "services": {"Sample": {"instance_type": "gpu.own.2", "scaling": {"min_replicas": 1}}}}
        """;
    server.call("POST", DEPLOYMENTS, body.formatted("first"));
    Eventually.holds("the first runs", () -> status("first").equals("running"));
    server.call("POST", DEPLOYMENTS, body.formatted("second"));
    Eventually.holds("the second waits", () -> conditions("second").contains("GpusAvailable"));
    assertThat(deployment("second").body())
        .contains("A replica of service Sample waits for GPUs: it needs 2, and 0 of 2 are free.");
    assertThat(conditions("first")).doesNotContain("GpusAvailable");

    server.call("DELETE", DEPLOYMENTS + "/first");

    Eventually.holds("the second runs", () -> status("second").equals("running"));
    assertThat(conditions("second")).doesNotContain("GpusAvailable");
    server.call("DELETE", DEPLOYMENTS + "/second");
  }

  private Answer deployment(String name) {
    return server.call("GET", DEPLOYMENTS + "/" + name);
  }

  private String status(String name) {
    return deployment(name).at("/status").asText();
  }

  private List<String> conditions(String name) {
    return deployment(name).texts("/conditions", "type");
  }
}
