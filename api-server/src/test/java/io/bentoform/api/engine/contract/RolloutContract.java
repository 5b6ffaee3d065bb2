package io.bentoform.api.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.engine.Strategy;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How one revision follows another, and what is left when it cannot. */
public interface RolloutContract extends EngineUnderTest {
  String TOKEN = "{\"name\": \"TOKEN\"}";

  @ParameterizedTest
  @EnumSource(value = Strategy.class, mode = EnumSource.Mode.EXCLUDE, names = "RECREATE")
  default void an_update_replaces_every_replica_and_loses_no_request(Strategy strategy)
      throws Exception {
    Order before = Order.of("updated", 1).replicas(2).strategy(strategy);
    URI url = apply(before.variable("TOKEN", "old"));
    AtomicBoolean stop = new AtomicBoolean();
    List<Future<List<String>>> callers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        callers.add(threads.submit(() -> client().callUntil(stop, url, "variable", TOKEN)));
      }
      try {
        Order after = Order.of("updated", 2).replicas(2).strategy(strategy);
        assertThat(apply(after.variable("TOKEN", "new"))).isEqualTo(url);
      } finally {
        stop.set(true);
      }
    }
    for (Future<List<String>> caller : callers) {
      assertThat(caller.get())
          .isNotEmpty()
          .allMatch(
              answer ->
                  List.of("200 " + Client.fingerprint("old"), "200 " + Client.fingerprint("new"))
                      .contains(answer));
    }
    Observation seen = engine().observe("uid-updated");
    assertThat(seen.revision()).hasValue(2);
    assertThat(seen.ready()).isEqualTo(2);
    for (int i = 0; i < 4; i++) {
      assertThat(client().ask(url, "variable", "TOKEN")).isEqualTo(Client.fingerprint("new"));
    }
  }

  @Test
  default void recreate_changes_the_value_at_the_same_address() throws Exception {
    URI url = apply(Order.of("anew", 1).strategy(Strategy.RECREATE).variable("TOKEN", "old"));

    URI after = apply(Order.of("anew", 2).strategy(Strategy.RECREATE).variable("TOKEN", "new"));

    assertThat(after).isEqualTo(url);
    assertThat(client().ask(url, "variable", "TOKEN")).isEqualTo(Client.fingerprint("new"));
  }

  @Test
  default void applying_a_revision_again_keeps_its_replicas() throws Exception {
    URI url = apply(Order.of("again", 1));
    List<String> before = replicas("uid-again");

    assertThat(apply(Order.of("again", 1))).isEqualTo(url);

    assertThat(replicas("uid-again")).isEqualTo(before);
  }

  @Test
  default void a_failed_start_keeps_the_old_replica_and_shows_the_log_without_a_value()
      throws Exception {
    URI url = apply(Order.of("failing", 1).variable("TOKEN", "old"));

    RolloutException failure =
        failure(
            Order.of("failing", 2)
                .variable("TOKEN", "canary-2f9c")
                .variable("SAMPLE_FAILS_AT_START", "canary-2f9c"));

    assertThat(failure.phase()).isEqualTo(RolloutException.Phase.START);
    assertThat(failure)
        .hasMessageContaining("deployment failing (revision 2, bento sample:v1)")
        .hasMessageContaining("exit code 1")
        .hasMessageContaining("The last lines of its log:")
        .hasMessageContaining("told to fail at start")
        .hasMessageNotContaining("canary");
    assertThat(client().ask(url, "variable", "TOKEN")).isEqualTo(Client.fingerprint("old"));
    assertThat(engine().observe("uid-failing").revision()).hasValue(1);
    assertThat(engine().observe("uid-failing").failure()).contains(failure.getMessage());
  }

  @Test
  default void a_replica_that_is_slow_to_say_again_that_it_is_ready_is_not_given_up()
      throws Exception {
    URI url = apply(Order.of("stalls", 1));

    apply(Order.of("stalls", 2).variable("SAMPLE_STALLS_ONCE", "4"));

    assertThat(client().ask(url, "variable", "SAMPLE_STALLS_ONCE"))
        .isEqualTo(Client.fingerprint("4"));
  }

  @Test
  default void a_failed_recreate_goes_back_to_the_revision_before() throws Exception {
    URI url = apply(Order.of("gone", 1).strategy(Strategy.RECREATE).variable("TOKEN", "old"));

    RolloutException failure =
        failure(
            Order.of("gone", 2)
                .strategy(Strategy.RECREATE)
                .variable("SAMPLE_FAILS_AT_START", "yes"));

    assertThat(failure.phase()).isEqualTo(RolloutException.Phase.START);
    assertThat(engine().observe("uid-gone").revision()).hasValue(1);
    assertThat(client().ask(url, "variable", "TOKEN")).isEqualTo(Client.fingerprint("old"));
  }

  @Test
  default void a_first_rollout_that_fails_leaves_nothing_and_the_address_says_503()
      throws Exception {
    RolloutException failure =
        failure(Order.of("never", 1).variable("SAMPLE_FAILS_AT_START", "yes"));

    assertThat(failure.phase()).isEqualTo(RolloutException.Phase.START);
    assertThat(replicas("uid-never")).isEmpty();
    URI url = engine().observe("uid-never").url().orElseThrow();
    HttpResponse<String> answer = client().post(url, "variable", "{\"name\": \"A\"}");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  default void requirements_that_cannot_be_installed_fail_in_the_build_phase(@TempDir Path other)
      throws Exception {
    SampleBento bento =
        SampleBento.shared()
            .with("env/python/requirements.txt", "./no-such-folder/missing.whl\n", other);

    RolloutException failure =
        failure(Order.of("unbuilt", 1).bento(bento).buildVariable("INDEX_TOKEN", "canary-77aa"));

    assertThat(failure.phase()).isEqualTo(RolloutException.Phase.BUILD);
    assertThat(failure)
        .hasMessageContaining("Python environment of bento sample:v1")
        .hasMessageNotContaining("canary");
    assertThat(replicas("uid-unbuilt")).isEmpty();
  }
}
