package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Eventually;
import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.engine.Strategy;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Real replicas that come and go with the requests. */
final class ScalingTest extends EngineTest {
  private void awaitRest(String uid) throws Exception {
    Eventually.holds("it rests", () -> engine.observe(uid).isScaledToZero());
    Eventually.holds("nothing runs", () -> folder.processes().isEmpty());
  }

  @Test
  void a_service_that_nobody_calls_is_proved_and_rests_until_a_request_wakes_it() throws Exception {
    URI url = apply(Order.of("resting", 1).scaling(0, 1, 8).variable("TOKEN", "value"));
    assertThat(engine.observe("uid-resting").ready()).isEqualTo(1);

    awaitRest("uid-resting");

    assertThat(client.ask(url, "variable", "TOKEN")).isEqualTo(Client.fingerprint("value"));
    assertThat(engine.observe("uid-resting").ready()).isEqualTo(1);
    assertThat(engine.observe("uid-resting").revision()).hasValue(1);

    awaitRest("uid-resting");
    // A revision that has run already need not be proved again.
    apply(Order.of("resting", 1).scaling(0, 1, 8).variable("TOKEN", "value"));
    assertThat(folder.processes()).isEmpty();
    assertThat(client.ask(url, "variable", "TOKEN")).isEqualTo(Client.fingerprint("value"));
  }

  @Test
  void services_that_rest_wake_each_other() throws Exception {
    URI url =
        apply(
            Order.of("chain", 1)
                .bento(SampleBento.pair())
                .scaling(0, 1, 8)
                .service("Shouter")
                .service(SampleBento.SERVICE, "Shouter"));
    awaitRest("uid-chain");

    assertThat(client.ask(url, "variable", "hello")).isEqualTo("HELLO");
    assertThat(engine.observe("uid-chain").ready()).isEqualTo(2);
  }

  @Test
  void a_service_that_does_not_wake_answers_503_and_says_why() throws Exception {
    // In its own home, which it sees also in a sandbox.
    Path file = folder.root().resolve("deployments/uid-broken/home/fail").toAbsolutePath();
    URI url =
        apply(
            Order.of("broken", 1)
                .scaling(0, 1, 8)
                .variable("SAMPLE_FAILS_WHEN_FOUND", file.toString()));
    awaitRest("uid-broken");
    Files.createFile(file);

    HttpResponse<String> answer = client.post(url, "variable", "{\"name\": \"A\"}");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(events)
        .anySatisfy(
            event -> {
              assertThat(event.reason()).isEqualTo("ReplicaFailed");
              assertThat(event.message())
                  .contains("ended with exit code 1", "fails to start while a file is there");
            });
  }

  @Test
  void replicas_follow_the_requests_in_flight_and_none_is_lost() throws Exception {
    URI url = apply(Order.of("busy", 1).scaling(1, 3, 1));
    AtomicBoolean stop = new AtomicBoolean();
    List<Future<List<Integer>>> callers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 3; i++) {
        callers.add(threads.submit(() -> callUntil(stop, url)));
      }
      Eventually.holds("three replicas", () -> engine.observe("uid-busy").ready() == 3);
      stop.set(true);
    }
    for (Future<List<Integer>> caller : callers) {
      assertThat(caller.get()).isNotEmpty().containsOnly(200);
    }
    Eventually.holds("one replica", () -> engine.observe("uid-busy").ready() == 1);
    assertThat(client.post(url, "slow", "{\"seconds\": 0}").statusCode()).isEqualTo(200);
  }

  private List<Integer> callUntil(AtomicBoolean stop, URI url) throws Exception {
    List<Integer> answers = new ArrayList<>();
    while (!stop.get()) {
      answers.add(client.post(url, "slow", "{\"seconds\": 0.2}").statusCode());
    }
    return answers;
  }

  @Test
  void an_update_under_load_loses_no_request() throws Exception {
    URI url = apply(Order.of("loaded", 1).replicas(2).variable("TOKEN", "old"));
    AtomicBoolean stop = new AtomicBoolean();
    List<Future<List<Integer>>> callers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        callers.add(threads.submit(() -> callUntil(stop, url)));
      }
      int revision = 1;
      for (Strategy strategy :
          List.of(
              Strategy.ROLLING_UPDATE,
              Strategy.RAMPED_SLOW_ROLLOUT,
              Strategy.BEST_EFFORT_CONTROLLED_ROLLOUT)) {
        apply(
            Order.of("loaded", ++revision)
                .replicas(2)
                .strategy(strategy)
                .variable("TOKEN", strategy.name()));
      }
      stop.set(true);
    }
    for (Future<List<Integer>> caller : callers) {
      assertThat(caller.get()).isNotEmpty().containsOnly(200);
    }
    assertThat(client.ask(url, "variable", "TOKEN"))
        .isEqualTo(Client.fingerprint(Strategy.BEST_EFFORT_CONTROLLED_ROLLOUT.name()));
  }
}
