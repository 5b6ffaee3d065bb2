package io.bentoform.api.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.deployment.BentoUpload;
import io.bentoform.api.engine.SampleBento;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A deployment from its first rollout to its end, with real processes. */
class RolloutTest {
  private static final String DEPLOYMENTS = "/api/v2/deployments";
  private static final Duration ROLLOUT = Duration.ofMinutes(3);
  private static final TestServer SERVER = TestServer.running();
  private final String name = "r-" + UUID.randomUUID().toString().substring(0, 18);

  @BeforeAll
  static void push() {
    BentoUpload.push(SERVER, SampleBento.shared());
  }

  @AfterEach
  void delete() {
    SERVER.call("DELETE", DEPLOYMENTS + "/" + name);
    SERVER.call("DELETE", "/api/v1/org_secrets/" + name);
  }

  @Test
  void a_deployment_runs_holds_what_it_was_started_with_and_ends_on_request() throws Exception {
    SERVER.call("POST", "/api/v1/org_secrets", secret("first"));
    SERVER.call("POST", DEPLOYMENTS, deployment("RollingUpdate", ""));
    awaitStatus("running");
    String url = get().at("/urls/0").asText();
    String first = ask(url);
    assertThat(first).hasSize(12);

    SERVER.call("PATCH", "/api/v1/org_secrets/" + name, secret("second"));
    assertThat(get().at("/secrets/0/state").asText()).isEqualTo("value_changed");
    assertThat(ask(url)).isEqualTo(first);

    SERVER.call("PUT", DEPLOYMENTS + "/" + name + "/void_update");
    assertThat(get().at("/status").asText()).isIn("deploying", "image-building");
    awaitStatus("running");
    assertThat(get().at("/urls/0").asText()).isEqualTo(url);
    assertThat(ask(url)).hasSize(12).isNotEqualTo(first);
    assertThat(get().at("/secrets/0/state").asText()).isEqualTo("current");

    SERVER.call("PUT", DEPLOYMENTS + "/" + name, deployment("RollingUpdate", FAILING));
    awaitStatus("unhealthy");
    assertThat(get().texts("/conditions", "reason")).startsWith("ReplicaStartFailed");
    assertThat(get().at("/conditions/0/message").asText()).contains(name);
    assertThat(ask(url)).as("the old replica still serves").hasSize(12);

    SERVER.call("PUT", DEPLOYMENTS + "/" + name, deployment("Recreate", FAILING));
    awaitFailure(4);
    assertThat(get().at("/status").asText()).isEqualTo("unhealthy");
    assertThat(ask(url)).as("the revision before runs again").hasSize(12);
    assertThat(get().at("/secrets/0/revision").asInt()).isEqualTo(2);
    assertThat(get().at("/conditions/0/message").asText())
        .contains("The last lines of its log:", "told to fail at start")
        .doesNotContain("/revision-");
    Answer events = SERVER.call("GET", DEPLOYMENTS + "/" + name + "/events");
    assertThat(events.texts("/items", "reason"))
        .contains("Building", "ReplicasReady", "RolledOut", "Restored", "RolloutFailed");
    assertThat(events.texts("/items", "message"))
        .anyMatch(
            message -> message.startsWith("Revision 4 was not rolled out; revision 2 goes on"));

    SERVER.call("PUT", DEPLOYMENTS + "/" + name, deployment("Recreate", ""));
    awaitStatus("running");

    SERVER.call("POST", DEPLOYMENTS + "/" + name + "/terminate");
    awaitStatus("terminated");
    assertThat(get().at("/secrets/0/revision").isNull()).isTrue();
  }

  @Test
  void wishes_that_change_while_a_rollout_is_on_its_way_do_not_hold_up_the_last_one()
      throws Exception {
    SERVER.call("POST", "/api/v1/org_secrets", secret("first"));
    SERVER.call("POST", DEPLOYMENTS, deployment("Recreate", ""));
    for (int i = 0; i < 8; i++) {
      int revision = i + 1;
      awaitWork(revision);
      assertThat(SERVER.call("PUT", DEPLOYMENTS + "/" + name + "/void_update").status())
          .isEqualTo(200);
    }

    // Answers when nothing is left of it, or after 20 s.
    assertThat(SERVER.call("DELETE", DEPLOYMENTS + "/" + name).status()).isEqualTo(200);
    assertThat(get().status()).isEqualTo(404);
  }

  /** Waits until the engine has begun with a revision. */
  private void awaitWork(int revision) throws InterruptedException {
    Instant deadline = Instant.now().plus(ROLLOUT);
    Path log =
        SERVER
            .data()
            .resolve("engine/logs")
            .resolve(name)
            .resolve(get().at("/uid").asText())
            .resolve("revision-" + revision + "-build.log");
    while (!Files.exists(log)) {
      assertThat(Instant.now()).as("revision " + revision).isBefore(deadline);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static final String FAILING = "{\"name\": \"SAMPLE_FAILS_AT_START\", \"value\": \"1\"}";

  private String secret(String value) {
    return """
    {"name": "%s", "content": {"items": [{"key": "TOKEN", "value": "%s"}]}}
    """
        .formatted(name, value);
  }

  private String deployment(String strategy, String envs) {
    return """
    {"name": "%1$s", "bento": "sample:v1", "secrets": ["%1$s"], "envs": [%3$s],
     "services": {"Sample": {"deployment_strategy": "%2$s"}}}
    """
        .formatted(name, strategy, envs);
  }

  private Answer get() {
    return SERVER.call("GET", DEPLOYMENTS + "/" + name);
  }

  private void awaitFailure(int revision) throws InterruptedException {
    Instant deadline = Instant.now().plus(ROLLOUT);
    String failed = "Revision " + revision + " was not rolled out";
    while (!SERVER.call("GET", DEPLOYMENTS + "/" + name + "/events").body().contains(failed)) {
      assertThat(Instant.now()).as(() -> failed + ": " + get().body()).isBefore(deadline);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private void awaitStatus(String wanted) throws InterruptedException {
    Instant deadline = Instant.now().plus(ROLLOUT);
    while (!get().at("/status").asText().equals(wanted)) {
      assertThat(Instant.now()).as(() -> wanted + ": " + get().body()).isBefore(deadline);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** The fingerprint of the secret in the running process. */
  private static String ask(String url) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(url + "/variable"))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"TOKEN\"}"))
                  .build(),
              BodyHandlers.ofString())
          .body();
    }
  }
}
