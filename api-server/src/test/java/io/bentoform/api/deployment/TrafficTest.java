package io.bentoform.api.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.Answer;
import io.bentoform.api.Eventually;
import io.bentoform.api.TestServer;
import io.bentoform.api.engine.SampleBento;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is counted of the requests of a deployment that runs. */
class TrafficTest {
  private static final TestServer SERVER = TestServer.running();
  private static final String DEPLOYMENTS = "/api/v2/deployments";

  private final String name = "traffic-" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeAll
  static void push() {
    BentoUpload.push(SERVER, SampleBento.shared());
  }

  @AfterEach
  void delete() {
    SERVER.call("DELETE", DEPLOYMENTS + "/" + name);
  }

  private Answer metrics(String query) {
    return SERVER.call("GET", DEPLOYMENTS + "/" + name + "/metrics" + query);
  }

  @Test
  void requests_are_counted_in_the_series_of_a_service_and_among_the_metrics_of_the_server()
      throws Exception {
    SERVER.call(
        "POST", DEPLOYMENTS, "{\"name\": \"%s\", \"bento\": \"sample:v1\"}".formatted(name));
    Eventually.holds("it runs", () -> get().at("/status").asText().equals("running"));
    assertThat(get().at("/services/0/name").asText()).isEqualTo("Sample");
    assertThat(get().at("/services/0/ready").asInt()).isEqualTo(1);
    assertThat(get().at("/services/0/wanted").asInt()).isEqualTo(1);
    Eventually.holds("it is looked at", () -> !points().isMissingNode());
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest call =
          HttpRequest.newBuilder(URI.create(get().at("/urls/0").asText() + "/variable"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"TOKEN\"}"))
              .build();
      for (int i = 0; i < 5; i++) {
        assertThat(http.send(call, HttpResponse.BodyHandlers.ofString()).statusCode())
            .isEqualTo(200);
      }
    }

    Eventually.holds("five requests", () -> sum("requests") == 5);

    assertThat(metrics("").at("/step").asInt()).isEqualTo(15);
    JsonNode last = points().get(points().size() - 1);
    assertThat(last.at("/replicas").asInt()).isEqualTo(1);
    assertThat(sum("errors")).isZero();
    assertThat(SERVER.call("GET", "/metrics").body())
        .containsPattern("bentoform_requests_total\\{deployment=\"" + name + "\".*2xx.* 5");
    assertThat(metrics("?range=0").status()).isEqualTo(400);
  }

  private Answer get() {
    return SERVER.call("GET", DEPLOYMENTS + "/" + name);
  }

  private JsonNode points() {
    return metrics("").json().at("/services/Sample");
  }

  private int sum(String member) {
    int sum = 0;
    for (JsonNode point : points()) {
      sum += point.get(member).asInt();
    }
    return sum;
  }
}
