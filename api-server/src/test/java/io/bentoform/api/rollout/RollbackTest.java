package io.bentoform.api.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.Eventually;
import io.bentoform.api.TestServer;
import io.bentoform.api.deployment.BentoUpload;
import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.engine.contract.Client;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A rollback to what a bento was before another push over its tag, with real processes. */
class RollbackTest {
  private static final String DEPLOYMENTS = "/api/v2/deployments";
  private static final Duration ROLLOUT = Duration.ofMinutes(3);
  private static final TestServer SERVER = TestServer.running();
  private static final String ALONE = "{\"name\": \"Sample\", \"dependencies\": []}";
  private static final String WITH_ANOTHER =
      """
      {"name": "Sample", "dependencies": [{"service": "Shouter"}]},
      {"name": "Shouter", "dependencies": []}
      """;

  private static final String BOTH = "\"Sample\": {}, \"Shouter\": {}";

  private final String version = "v" + UUID.randomUUID().toString().substring(0, 8);
  private final String path = DEPLOYMENTS + "/back-" + version;

  @AfterEach
  void delete() {
    SERVER.call("DELETE", path);
  }

  @Test
  void a_rollback_runs_the_services_that_the_bento_had_before_a_push_over_its_tag()
      throws Exception {
    BentoUpload.push(SERVER, SampleBento.pair(), version, WITH_ANOTHER);
    accepted(
        SERVER.call("POST", DEPLOYMENTS, body("\"name\": \"back-%s\",".formatted(version), BOTH)));
    awaitRevision(1);
    assertThat(ask()).isEqualTo("TOKEN");
    BentoUpload.push(SERVER, SampleBento.shared(), version, ALONE);
    assertThat(get().at("/latest_revision/targets/0/bento/manifest/services").size())
        .as("what runs is the archive before")
        .isEqualTo(2);
    accepted(SERVER.call("PUT", path, body("", "\"Sample\": {}")));
    awaitRevision(2);
    assertThat(ask()).isEqualTo("absent");

    accepted(SERVER.call("POST", path + "/rollback", "{\"revision\": 1}"));

    awaitRevision(3);
    assertThat(ask()).isEqualTo("TOKEN");
    Answer revisions = SERVER.call("GET", path + "/revisions");
    assertThat(revisions.at("/items/1/targets/0/bento/manifest/services").size()).isEqualTo(1);
    assertThat(revisions.at("/items/2/targets/0/bento/manifest/services").size()).isEqualTo(2);
  }

  private String body(String name, String services) {
    return "{%s \"bento\": \"sample:%s\", \"services\": {%s}}".formatted(name, version, services);
  }

  private static void accepted(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private Answer get() {
    return SERVER.call("GET", path);
  }

  private void awaitRevision(int number) throws Exception {
    Eventually.holds(
        "revision " + number + " runs",
        ROLLOUT,
        () ->
            get().at("/revision").asInt() == number
                && get().at("/status").asText().equals("running"));
  }

  private String ask() throws Exception {
    try (Client client = new Client()) {
      return client.ask(URI.create(get().at("/urls/0").asText()), "variable", "token");
    }
  }
}
