package io.bentoform.api.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.Eventually;
import io.bentoform.api.TestServer;
import io.bentoform.api.engine.SampleBento;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Calls of a deployment through the API. */
class ProxyTest {
  private static final TestServer SERVER = TestServer.running();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String DEPLOYMENTS = "/api/v2/deployments";

  private final String name = "proxy-" + UUID.randomUUID().toString().substring(0, 8);
  private final String path = DEPLOYMENTS + "/" + name;

  @BeforeAll
  static void push() {
    BentoUpload.push(SERVER, SampleBento.shared());
  }

  @AfterEach
  void delete() {
    SERVER.call("DELETE", path);
  }

  private void create(int min) throws Exception {
    Answer created =
        SERVER.call(
            "POST",
            DEPLOYMENTS,
            """
            {"name": "%s", "bento": "sample:v1", "access_authorization": true,
             "services": {"Sample": {"scaling": {"min_replicas": %d, "max_replicas": 1,
               "policy": {"scale_down_stabilization_window": 1}}}}}
            """
                .formatted(name, min));
    assertThat(created.status()).as(created.body()).isEqualTo(200);
    String wanted = min == 0 ? "scaled-to-zero" : "running";
    Eventually.holds(wanted, () -> SERVER.call("GET", path).at("/status").asText().equals(wanted));
  }

  @Test
  void a_protected_deployment_at_zero_wakes_and_answers_through_the_api() throws Exception {
    create(0);

    HttpResponse<String> answer = send("variable", "{\"name\": \"NONE\"}", BodyHandlers.ofString());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("absent");
    assertThat(answer.headers().map())
        .containsEntry("Content-Security-Policy", List.of("default-src 'none'; sandbox"))
        .containsEntry("Content-Disposition", List.of("attachment"))
        .containsEntry("X-Content-Type-Options", List.of("nosniff"));
    assertThat(SERVER.call("GET", path + "/proxy/docs.json").at("/paths").has("/variable"))
        .isTrue();
    Answer refused = SERVER.call("POST", path + "/proxy/variable", "{}");
    assertThat(refused.status()).as("the status of the bento").isEqualTo(400);
  }

  @Test
  void a_stream_is_passed_on_part_by_part() throws Exception {
    create(1);

    HttpResponse<InputStream> answer =
        send("count", "{\"to\": 1000000}", BodyHandlers.ofInputStream());

    // It never comes to its end: the first lines are there long before.
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("0");
      assertThat(lines.readLine()).isEqualTo("1");
    }
    Eventually.holds(
        "the call ends with its caller",
        () -> SERVER.call("GET", path + "/proxy/healthz").status() == 200 && inFlight() == 0);
  }

  private <T> HttpResponse<T> send(String route, String body, HttpResponse.BodyHandler<T> handler)
      throws Exception {
    return HTTP.send(
        SERVER
            .request(path + "/proxy/" + route)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        handler);
  }

  private long inFlight() {
    Answer metrics = SERVER.call("GET", "/metrics/application");
    return metrics
        .body()
        .lines()
        .filter(line -> line.contains(name))
        .filter(line -> line.contains("in_flight"))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .mapToLong(text -> (long) Double.parseDouble(text))
        .sum();
  }

  @Test
  void what_cannot_be_called_is_told() {
    assertThat(SERVER.call("GET", DEPLOYMENTS + "/no-such/proxy/docs.json").status())
        .isEqualTo(404);
  }
}
