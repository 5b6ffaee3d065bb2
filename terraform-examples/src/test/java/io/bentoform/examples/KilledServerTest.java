package io.bentoform.examples;

import static io.bentoform.examples.Workspace.fingerprint;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The server is killed at a random moment and started again: what it acknowledged is there, and
 * nothing else. {@code -Dkill.rounds=50} repeats each of these 50 times in a row.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Layout.BESIDE_OTHERS)
class KilledServerTest {
  private static final int ROUNDS = Integer.getInteger("kill.rounds", 1);
  private static final Server SERVER = Server.unstarted("--engine", "local");
  private static final String DEPLOYMENTS = "/api/v2/deployments";

  /** The server and its database. */
  private static final int AT_REST = 2;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    SERVER.start();
    SERVER.push();
  }

  @AfterAll
  static void end() {
    SERVER.close();
  }

  @Test
  void a_restart_for_a_new_value_is_finished_by_the_next_server() {
    String name = "restarted";
    long longest = 2 * create(name, 1).toMillis();
    int replica = SERVER.processes().size() - AT_REST;
    for (int round = 1; round <= ROUNDS; round++) {
      String value = "value " + round;
      SERVER.call("PATCH", "/api/v1/org_secrets/" + name, secret(name, value));
      SERVER.call("PUT", DEPLOYMENTS + "/" + name + "/void_update", null);

      String when = killWithin(longest, round);

      SERVER.awaitStatus(name, "running");
      JsonNode deployment = SERVER.deployment(name);
      assertThat(deployment.get("revision").asInt()).as(when).isEqualTo(round + 1);
      assertThat(ask(name)).as(when).isEqualTo("200 " + fingerprint(value));
      SERVER.awaitProcesses(AT_REST + replica);
      awaitHomes(1, when);
    }
    delete(name);
  }

  @Test
  void a_deployment_that_wakes_goes_on_to_do_so_with_the_next_server() {
    String name = "woken";
    create(name, 0);
    long longest = 2 * wake(name).toMillis();
    for (int round = 1; round <= ROUNDS; round++) {
      SERVER.awaitStatus(name, "scaled-to-zero");
      CompletableFuture<String> held = CompletableFuture.supplyAsync(() -> ask(name));

      String when = killWithin(longest, round);

      assertThat(held).as(when).succeedsWithin(Duration.ofSeconds(30));
      assertThat(ask(name)).as(when).isEqualTo("200 " + fingerprint("first"));
      SERVER.awaitStatus(name, "scaled-to-zero");
      SERVER.awaitProcesses(AT_REST);
      awaitHomes(0, when);
    }
    delete(name);
  }

  /** Creates a deployment with a secret; returns how long its first rollout took. */
  private static Duration create(String name, int min) {
    SERVER.makeSecret(name, "TOKEN", "first");
    long start = System.nanoTime();
    SERVER.call(
        "POST",
        DEPLOYMENTS,
        """
        {"name": "%1$s", "bento": "fingerprint:v1", "secrets": ["%1$s"],
         "services": {"Fingerprint": {"scaling": {"min_replicas": %2$d, "max_replicas": 1,
           "policy": {"scale_down_stabilization_window": 1}}}}}
        """
            .formatted(name, min));
    SERVER.awaitStatus(name, min == 0 ? "scaled-to-zero" : "running");
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Wakes a deployment at zero; returns how long that took. */
  private Duration wake(String name) {
    long start = System.nanoTime();
    assertThat(ask(name)).isEqualTo("200 " + fingerprint("first"));
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static String secret(String name, String value) {
    return """
    {"name": "%s", "content": {"type": "env", "items": [{"key": "TOKEN", "value": "%s"}]}}
    """
        .formatted(name, value);
  }

  /** Kills the server after a time of chance and starts it again; returns when that was. */
  private static String killWithin(long longest, int round) {
    long delay = ThreadLocalRandom.current().nextLong(longest);
    try {
      TimeUnit.MILLISECONDS.sleep(delay);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    SERVER.kill();
    SERVER.start();
    return "round %d, killed after %d ms".formatted(round, delay);
  }

  /** Status and body of the answer, or that there was none. */
  private String ask(String name) {
    String url = SERVER.deployment(name).get("urls").get(0).asText();
    try {
      var answer =
          http.send(
              HttpRequest.newBuilder(URI.create(url + "/env"))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("{\"name\": \"TOKEN\"}"))
                  .build(),
              BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    } catch (IOException e) {
      return "none: " + e.getMessage();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The home of a replica is removed after its processes. */
  private static void awaitHomes(long count, String when) {
    Server.await(count + " homes, " + when, Duration.ofSeconds(10), () -> homes() == count);
  }

  private static long homes() {
    try (Stream<?> homes = Files.list(SERVER.homes())) {
      return homes.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(String name) {
    SERVER.call("DELETE", DEPLOYMENTS + "/" + name, null);
    SERVER.call("DELETE", "/api/v1/org_secrets/" + name, null);
    SERVER.awaitProcesses(AT_REST);
  }
}
