package io.bentoform.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.scaling.ScalingPolicy.Behavior;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class ScalerTest {
  private static final Duration NOW = Duration.ZERO;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static ScalingPolicy policy(
      int min, int max, Behavior up, Behavior down, Duration upWindow, Duration downWindow) {
    return new ScalingPolicy(
        min, max, OptionalInt.of(4), OptionalInt.empty(), up, down, upWindow, downWindow);
  }

  private static ScalingPolicy fast(int min, int max) {
    return policy(min, max, Behavior.FAST, Behavior.FAST, NOW, MINUTE);
  }

  private static ScalingPolicy cpu(int min, int max) {
    return new ScalingPolicy(
        min, max, OptionalInt.empty(), OptionalInt.empty(), Behavior.FAST, Behavior.FAST, NOW, NOW);
  }

  private static Demand cpu(double percent) {
    return new Demand(1, 0, OptionalDouble.of(percent));
  }

  @Test
  void twelve_requests_at_four_per_replica_need_three_replicas() {
    assertThat(new Timeline(fast(1, 10), 1).second(Demand.of(12, 0)))
        .isEqualTo(new Decision(3, "12 requests in flight, 4 per replica"));
  }

  @Test
  void requests_that_wait_count_as_those_in_flight() {
    assertThat(new Timeline(fast(1, 10), 1).second(Demand.of(4, 1)))
        .isEqualTo(new Decision(2, "4 requests in flight and 1 waiting, 4 per replica"));
  }

  @Test
  void there_are_never_more_replicas_than_allowed() {
    assertThat(new Timeline(fast(1, 10), 1).second(Demand.of(1000, 0)).replicas()).isEqualTo(10);
  }

  @Test
  void a_changed_policy_takes_effect_at_once() {
    assertThat(new Timeline(fast(3, 10), 1).second(Demand.NONE))
        .isEqualTo(new Decision(3, "at least 3 are configured"));
    assertThat(new Timeline(fast(0, 1), 5).second(Demand.of(100, 0)))
        .isEqualTo(new Decision(1, "at most 1 is configured"));
  }

  @Test
  void replicas_go_when_the_load_was_low_for_the_whole_window() {
    Timeline timeline = new Timeline(fast(1, 10), 1);
    timeline.second(Demand.of(12, 0));

    assertThat(timeline.during(MINUTE, Demand.of(3, 0)).replicas()).isEqualTo(3);
    assertThat(timeline.second(Demand.of(3, 0)))
        .isEqualTo(new Decision(1, "at most 3 requests in flight, 4 per replica for 60 s"));
  }

  @Test
  void one_peak_within_the_window_keeps_the_replicas() {
    Timeline timeline = new Timeline(fast(1, 10), 3);
    timeline.during(Duration.ofSeconds(59), Demand.NONE);
    timeline.second(Demand.of(12, 0));

    assertThat(timeline.during(Duration.ofSeconds(59), Demand.NONE).replicas()).isEqualTo(3);
  }

  @Test
  void a_short_peak_adds_nothing_where_load_must_last() {
    Timeline timeline =
        new Timeline(policy(1, 10, Behavior.FAST, Behavior.FAST, MINUTE, MINUTE), 1);
    timeline.during(Duration.ofMinutes(2), Demand.of(1, 0));

    assertThat(timeline.during(MINUTE, Demand.of(12, 0)).replicas()).isEqualTo(1);
    assertThat(timeline.second(Demand.of(12, 0)).replicas()).isEqualTo(3);
  }

  @Test
  void a_service_at_zero_is_woken_at_once_whatever_the_window() {
    Timeline timeline =
        new Timeline(policy(0, 10, Behavior.STABLE, Behavior.STABLE, MINUTE, MINUTE), 0);

    assertThat(timeline.second(Demand.of(0, 9))).isEqualTo(new Decision(1, "a request waits"));
  }

  @Test
  void a_service_at_zero_gets_all_replicas_at_once_where_load_need_not_last() {
    assertThat(new Timeline(fast(0, 10), 0).second(Demand.of(0, 9)))
        .isEqualTo(new Decision(3, "9 requests waiting, 4 per replica"));
  }

  @Test
  void a_service_at_zero_is_woken_although_scaling_is_disabled() {
    ScalingPolicy disabled = policy(0, 10, Behavior.DISABLED, Behavior.DISABLED, NOW, NOW);
    Timeline timeline = new Timeline(disabled, 0);

    assertThat(timeline.second(Demand.of(0, 90)).replicas()).isEqualTo(1);
    assertThat(timeline.second(Demand.of(90, 0)).replicas()).isEqualTo(1);
    assertThat(timeline.during(MINUTE, Demand.NONE).replicas()).isEqualTo(1);
  }

  @Test
  void a_service_goes_to_zero_after_a_window_without_any_request() {
    Timeline timeline = new Timeline(fast(0, 10), 0);
    timeline.second(Demand.of(0, 1));

    assertThat(timeline.during(MINUTE, Demand.NONE).replicas()).isEqualTo(1);
    assertThat(timeline.second(Demand.NONE)).isEqualTo(new Decision(0, "no requests for 60 s"));
  }

  @Test
  void nothing_is_removed_before_a_window_was_seen_after_a_restart() {
    Timeline timeline = new Timeline(fast(0, 10), 5);

    assertThat(timeline.during(MINUTE, Demand.NONE).replicas()).isEqualTo(5);
    assertThat(timeline.second(Demand.NONE).replicas()).isZero();
  }

  @Test
  void stable_growth_is_the_greater_of_four_replicas_and_a_doubling_in_fifteen_seconds() {
    Timeline timeline =
        new Timeline(policy(1, 100, Behavior.STABLE, Behavior.STABLE, NOW, MINUTE), 1);
    List<Integer> numbers = timeline.all(Collections.nCopies(80, Demand.of(400, 0)));

    assertThat(numbers.stream().distinct()).startsWith(5, 10, 20, 40, 80);
    assertThat(numbers.subList(0, 16)).containsOnly(5);
    assertThat(numbers.subList(16, 32)).containsOnly(10);
  }

  @Test
  void stable_decline_is_a_tenth_in_a_minute() {
    Timeline timeline =
        new Timeline(policy(0, 100, Behavior.STABLE, Behavior.STABLE, NOW, NOW), 20);
    List<Integer> numbers = timeline.all(Collections.nCopies(184, Demand.of(1, 0)));

    assertThat(numbers.stream().distinct()).containsExactly(18, 16, 14, 12);
    assertThat(numbers.subList(0, 61)).containsOnly(18);
  }

  @Test
  void without_concurrency_the_use_of_cpu_decides() {
    assertThat(new Timeline(cpu(1, 10), 2).second(cpu(240)))
        .isEqualTo(new Decision(3, "240 % of a core in use, 80 % per replica"));
    assertThat(new Timeline(cpu(1, 10), 4).second(cpu(170)).replicas()).isEqualTo(3);
  }

  @Test
  void cpu_use_within_a_tenth_of_what_is_wanted_changes_nothing() {
    assertThat(new Timeline(cpu(1, 10), 2).second(cpu(175)).replicas()).isEqualTo(2);
    assertThat(new Timeline(cpu(1, 10), 2).second(cpu(145)).replicas()).isEqualTo(2);
    assertThat(new Timeline(cpu(1, 10), 2).second(cpu(177)).replicas()).isEqualTo(3);
  }

  @Test
  void what_a_replica_uses_without_requests_does_not_keep_it() {
    Demand idle = new Demand(0, 0, OptionalDouble.of(2));

    assertThat(new Timeline(cpu(0, 10), 1).second(idle).replicas()).isZero();
    assertThat(new Timeline(cpu(0, 10), 1).second(cpu(2)).replicas()).isEqualTo(1);
  }

  @Test
  void without_any_target_one_replica_serves_whoever_calls() {
    ScalingPolicy plain = ScalingPolicy.between(0, 5);

    assertThat(new Timeline(plain, 0).second(Demand.of(0, 90)).replicas()).isEqualTo(1);
    assertThat(new Timeline(plain, 1).second(Demand.of(90, 90)).replicas()).isEqualTo(1);
  }
}
