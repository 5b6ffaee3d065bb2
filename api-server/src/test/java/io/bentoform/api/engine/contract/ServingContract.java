package io.bentoform.api.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bentoform.api.Eventually;
import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.PodLog;
import io.bentoform.api.engine.SampleBento;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What replicas get, and that the deployment goes on answering at its address. */
public interface ServingContract extends EngineUnderTest {
  @Test
  default void a_replica_gets_its_variables_and_files_and_none_of_the_build_stage()
      throws Exception {
    Phases phases = new Phases();
    URI url =
        engine()
            .apply(
                Order.of("secrets", 1)
                    .variable("TOKEN", "first value")
                    .file("demo/secrets/password/KEY", "content of the file")
                    .buildVariable("ONLY_BUILD", "value of the build stage")
                    .specification(),
                phases)
            .orElseThrow();

    assertThat(phases.seen()).containsExactly("listening", "building", "deploying");
    assertThat(client().ask(url, "variable", "TOKEN")).isEqualTo(Client.fingerprint("first value"));
    assertThat(client().ask(url, "file", "demo/secrets/password/KEY"))
        .isEqualTo(Client.fingerprint("content of the file"));
    assertThat(client().ask(url, "variable", "ONLY_BUILD")).isEqualTo("absent");
    Observation seen = engine().observe("uid-secrets");
    assertThat(seen.revision()).hasValue(1);
    assertThat(seen.ready()).isEqualTo(1);
    assertThat(seen.url()).contains(url);
    assertThat(seen.failure()).isEmpty();
  }

  @Test
  default void a_bento_of_two_services_runs_and_one_calls_the_other() throws Exception {
    URI url =
        apply(
            Order.of("two", 1)
                .bento(SampleBento.pair())
                .service("Shouter")
                .service(SampleBento.SERVICE, "Shouter"));

    assertThat(client().ask(url, "variable", "hello")).isEqualTo("HELLO");
    assertThat(replicas("uid-two")).hasSize(2).allMatch(name -> name.startsWith("two-"));
    assertThat(engine().observe("uid-two").ready()).isEqualTo(2);
  }

  @Test
  default void the_configuration_of_a_service_can_be_overridden() throws Exception {
    URI url =
        apply(
            Order.of("overridden", 1)
                .override(new JsonMapper().readTree("{\"traffic\": {\"timeout\": 1}}")));

    assertThat(client().post(url, "slow", "{\"seconds\": 0}").statusCode()).isEqualTo(200);
    assertThat(client().post(url, "slow", "{\"seconds\": 3}").statusCode()).isEqualTo(504);
  }

  @Test
  default void a_replica_that_dies_comes_back_at_the_same_address_and_its_log_stays()
      throws Exception {
    URI url = apply(Order.of("phoenix", 1).variable("TOKEN", "value"));
    String name = replicas("uid-phoenix").getFirst();

    crash("uid-phoenix");

    Eventually.holds("a new replica is ready", () -> engine().observe("uid-phoenix").ready() == 1);
    assertThat(client().ask(url, "variable", "TOKEN")).isEqualTo(Client.fingerprint("value"));
    Eventually.holds(
        "the failure is forgotten", () -> engine().observe("uid-phoenix").failure().isEmpty());
    engine().stop("uid-phoenix");
    try (PodLog log = engine().log("uid-phoenix", name, 1000).orElseThrow()) {
      assertThat(log.next(Duration.ZERO).orElseThrow()).as("of what ended").contains("initialized");
    }
  }

  @Test
  default void a_stopped_deployment_keeps_its_address() throws Exception {
    URI url = apply(Order.of("pausing", 1));

    engine().stop("uid-pausing");

    assertThat(replicas("uid-pausing")).isEmpty();
    assertThat(client().post(url, "variable", "{}").statusCode()).isEqualTo(503);
    assertThat(engine().observe("uid-pausing").wanted()).isZero();
    assertThat(apply(Order.of("pausing", 2).replicas(0))).isEqualTo(url);
  }

  @Test
  default void nothing_is_known_of_a_removed_deployment_and_removing_it_again_is_ignored()
      throws Exception {
    apply(Order.of("removed", 1).file("demo/KEY", "content"));

    engine().remove("uid-removed");

    assertThat(engine().known()).doesNotContain("uid-removed");
    assertThat(engine().observe("uid-removed")).isEqualTo(Observation.nothing());
    assertThat(engine().pods("uid-removed")).isEmpty();
    assertThat(engine().log("uid-removed", "removed-1-sample-0", 10)).isEmpty();
    engine().remove("uid-removed");
  }
}
