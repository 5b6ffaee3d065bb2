package io.bentoform.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.scaling.ScalingPolicy.Behavior;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class SimulatedDayTest {

  private static ScalingPolicy policy(Behavior up, Behavior down) {
    return new ScalingPolicy(
        0,
        20,
        OptionalInt.of(4),
        OptionalInt.empty(),
        up,
        down,
        Duration.ZERO,
        ScalingPolicy.DEFAULT_DOWN_WINDOW);
  }

  @Test
  void no_request_is_lost_on_a_day_and_replicas_follow_the_load() {
    SimulatedDay day = new SimulatedDay(policy(Behavior.FAST, Behavior.STABLE), 1).run();

    assertThat(day.requests()).isGreaterThan(400_000);
    assertThat(day.lost()).isZero();
    assertThat(day.longestWait()).isLessThan(20.0);
    assertThat(day.replicasAt(4)).as("at night").isZero();
    assertThat(day.replicasAt(14)).as("in the afternoon").isBetween(4, 8);
    assertThat(day.mostReplicas()).as("in a peak").isGreaterThan(10);
    assertThat(day.changes()).as("changes of the number of replicas").isLessThan(400);
    assertThat(day.busyShare()).as("how much of the replicas was needed").isGreaterThan(0.3);
  }

  @Test
  void steps_lose_no_request_either() {
    SimulatedDay day = new SimulatedDay(policy(Behavior.STABLE, Behavior.FAST), 2).run();

    assertThat(day.lost()).isZero();
    assertThat(day.replicasAt(4)).isZero();
  }
}
