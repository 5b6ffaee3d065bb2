package io.bentoform.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.commons.codec.digest.DigestUtils;

/** A deployment as its users meet it. */
record Deployed(Cloud cloud, String name) {
  private static final Duration ROLLOUT = Duration.ofMinutes(3);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** What the server says of it. */
  JsonNode state() {
    return cloud.get(path());
  }

  String path() {
    return "/api/v2/deployments/" + name;
  }

  /** The configuration of its latest revision. */
  JsonNode config() {
    return state().at("/latest_revision/targets/0/config");
  }

  /** The settings of its one service. */
  JsonNode service() {
    return config().at("/services/" + Project.SERVICE);
  }

  String bento() {
    JsonNode target = state().at("/latest_revision/targets/0/bento");
    return target.at("/repository/name").asText() + ":" + target.at("/version").asText();
  }

  /** Waits until it is in this state. */
  Deployed awaitStatus(String wanted) {
    Instant deadline = Instant.now().plus(ROLLOUT);
    String status = state().at("/status").asText();
    while (!status.equals(wanted)) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError(name + " is " + status + ", not " + wanted + ": " + state());
      }
      pause();
      status = state().at("/status").asText();
    }
    return this;
  }

  /** Waits until the replicas hold this revision, or would. */
  Deployed awaitRevision(int revision) {
    Instant deadline = Instant.now().plus(ROLLOUT);
    while (state().at("/observed_revision").asInt() != revision) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError(name + " is not at revision " + revision + ": " + state());
      }
      pause();
    }
    return this;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The fingerprint of an environment variable in the running process, or "absent". */
  String variable(String variable) {
    HttpResponse<String> answer = ask("/variable", variable, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  /** Calls an endpoint of the running process. */
  HttpResponse<String> ask(String endpoint, String argument, String token) {
    String body = Json.MAPPER.createObjectNode().put("name", argument).toString();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(state().at("/urls/0").asText() + endpoint))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What the running process answers when it has this value. */
  static String fingerprint(String value) {
    return DigestUtils.sha256Hex(value).substring(0, 12);
  }
}
