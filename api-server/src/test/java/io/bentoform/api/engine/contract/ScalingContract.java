package io.bentoform.api.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Eventually;
import io.bentoform.api.engine.SampleBento;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Real replicas that come and go with the requests. */
public interface ScalingContract extends EngineUnderTest {
  @Test
  default void a_service_that_nobody_calls_is_proved_and_rests_until_a_request_wakes_it()
      throws Exception {
    URI url = apply(Order.of("resting", 1).scaling(0, 1, 8).variable("TOKEN", "value"));
    assertThat(engine().observe("uid-resting").ready()).isEqualTo(1);

    awaitRest("uid-resting");

    assertThat(client().ask(url, "variable", "TOKEN")).isEqualTo(Client.fingerprint("value"));
    assertThat(engine().observe("uid-resting").ready()).isEqualTo(1);
    assertThat(engine().observe("uid-resting").revision()).hasValue(1);

    awaitRest("uid-resting");
    // A revision that has run already need not be proved again.
    apply(Order.of("resting", 1).scaling(0, 1, 8).variable("TOKEN", "value"));
    assertThat(replicas("uid-resting")).isEmpty();
    assertThat(client().ask(url, "variable", "TOKEN")).isEqualTo(Client.fingerprint("value"));
  }

  @Test
  default void services_that_rest_wake_each_other() throws Exception {
    URI url =
        apply(
            Order.of("chain", 1)
                .bento(SampleBento.pair())
                .scaling(0, 1, 8)
                .service("Shouter")
                .service(SampleBento.SERVICE, "Shouter"));
    awaitRest("uid-chain");

    assertThat(client().ask(url, "variable", "hello")).isEqualTo("HELLO");
    assertThat(engine().observe("uid-chain").ready()).isEqualTo(2);
  }

  @Test
  default void replicas_follow_the_requests_in_flight_and_none_is_lost() throws Exception {
    URI url = apply(Order.of("busy", 1).scaling(1, 3, 1));
    AtomicBoolean stop = new AtomicBoolean();
    List<Future<List<String>>> callers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 3; i++) {
        callers.add(
            threads.submit(() -> client().callUntil(stop, url, "slow", "{\"seconds\": 0.2}")));
      }
      Eventually.holds("three replicas", () -> engine().observe("uid-busy").ready() == 3);
      stop.set(true);
    }
    for (Future<List<String>> caller : callers) {
      assertThat(caller.get()).isNotEmpty().containsOnly("200 done");
    }
    Eventually.holds("one replica", () -> engine().observe("uid-busy").ready() == 1);
    assertThat(client().post(url, "slow", "{\"seconds\": 0}").statusCode()).isEqualTo(200);
  }
}
