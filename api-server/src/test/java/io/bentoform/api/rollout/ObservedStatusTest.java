package io.bentoform.api.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.deployment.Status;
import io.bentoform.api.engine.Observation;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ObservedStatusTest {
  private static Observation seen(int revision, int ready, int wanted) {
    OptionalInt running = ready == 0 ? OptionalInt.empty() : OptionalInt.of(revision);
    return new Observation(running, ready, wanted, Optional.empty(), Optional.empty(), false);
  }

  private static ObservedStatus running(Status status) {
    return new ObservedStatus(status, "", "", 3);
  }

  private static ObservedStatus failed(Status status, int revision) {
    return new ObservedStatus(status, ObservedStatus.START_FAILED, "It did not start.", revision);
  }

  @Test
  void replicas_that_come_and_go_change_the_status_and_not_the_revision() {
    ObservedStatus fewer = running(Status.RUNNING).after(seen(3, 1, 2));
    assertThat(fewer.status()).isEqualTo(Status.UNHEALTHY);
    assertThat(fewer.message()).contains("1 of 2 replicas");

    ObservedStatus none = fewer.after(seen(3, 0, 2));
    assertThat(none.status()).isEqualTo(Status.FAILED);
    assertThat(none.revision()).isEqualTo(3);

    assertThat(none.after(seen(3, 2, 2))).isEqualTo(running(Status.RUNNING));
  }

  @Test
  void after_a_failed_rollout_what_it_left_running_is_watched_and_the_failure_stays() {
    ObservedStatus serving = failed(Status.UNHEALTHY, 2);

    assertThat(serving.after(seen(2, 1, 1))).isEqualTo(serving);

    ObservedStatus lost = serving.after(seen(2, 0, 1));
    assertThat(lost.status()).isEqualTo(Status.FAILED);
    assertThat(lost.reason()).isEqualTo(ObservedStatus.START_FAILED);
    assertThat(lost.revision()).isNull();
    assertThat(lost.after(seen(2, 1, 1))).isEqualTo(serving);
  }

  @Test
  void a_deployment_that_nobody_calls_rests_at_zero_and_comes_back() {
    Observation idle =
        new Observation(OptionalInt.of(3), 0, 0, Optional.empty(), Optional.empty(), false);

    assertThat(running(Status.RUNNING).after(idle)).isEqualTo(running(Status.SCALED_TO_ZERO));
    assertThat(running(Status.SCALED_TO_ZERO).after(seen(3, 1, 1)))
        .isEqualTo(running(Status.RUNNING));
    assertThat(failed(Status.UNHEALTHY, 3).after(idle))
        .as("what was restored rests")
        .isEqualTo(failed(Status.UNHEALTHY, 3));
  }
}
