package io.bentoform.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.http.Json;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private final TestServer server = TestServer.shared();

  @Test
  void the_document_names_exactly_the_routes_that_there_are() throws JsonProcessingException {
    JsonNode document = Json.YAML.readTree(server.call("GET", "/openapi").body());
    Set<String> documented = new TreeSet<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (!method.equals("parameters")) {
                            documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                          }
                        }));

    assertThat(documented).isEqualTo(Routes.of(server));
  }

  @Test
  void a_route_that_is_not_there_is_not_found_with_a_problem_body() {
    Answer answer = server.call("GET", "/api/v1/nothing");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(answer.at("/detail").asText()).contains("GET /api/v1/nothing");
  }

  @Test
  void a_client_that_says_it_accepts_something_else_gets_json_all_the_same() {
    Answer answer =
        server.send(
            server.request("/api/v1/auth/current").header("Accept", "text/html"),
            "GET",
            new byte[0]);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.at("/name").asText()).isEqualTo("admin");
  }

  @Test
  void the_command_line_gets_the_sentence_of_an_error_alone_because_it_prints_it_as_it_is() {
    Answer answer =
        server.send(
            server.request("/api/v1/org_secrets/nothing").header("X-Bentoml-Version", "1.4.39"),
            "GET",
            new byte[0]);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("There is no secret nothing.");
  }

  @Test
  void health_and_metrics_answer_without_a_token() {
    assertThat(server.call("GET", "/health").at("/status").asText()).isEqualTo("UP");
    assertThat(server.call("GET", "/metrics").body()).contains("thread_count");
  }
}
