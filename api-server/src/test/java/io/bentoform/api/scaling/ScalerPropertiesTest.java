package io.bentoform.api.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.scaling.ScalingPolicy.Behavior;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class ScalerPropertiesTest {
  private static final int LONG_ENOUGH = 4000;

  @Provide
  static Arbitrary<ScalingPolicy> policies() {
    Arbitrary<OptionalInt> target =
        Arbitraries.integers()
            .between(0, 8)
            .map(n -> n == 0 ? OptionalInt.empty() : OptionalInt.of(n));
    Arbitrary<Behavior> behaviors = Arbitraries.of(Behavior.class);
    Arbitrary<Duration> windows = Arbitraries.integers().between(0, 90).map(Duration::ofSeconds);
    return Combinators.combine(
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(1, 30),
            target,
            behaviors,
            behaviors,
            windows,
            windows)
        .as(
            (min, more, concurrency, up, down, upWindow, downWindow) ->
                new ScalingPolicy(
                    min,
                    min + more,
                    concurrency,
                    OptionalInt.empty(),
                    up,
                    down,
                    upWindow,
                    downWindow));
  }

  @Provide
  static Arbitrary<Demand> demand() {
    Arbitrary<OptionalDouble> cpu =
        Arbitraries.integers()
            .between(-1, 900)
            .map(percent -> percent < 0 ? OptionalDouble.empty() : OptionalDouble.of(percent));
    Arbitrary<Integer> requests = Arbitraries.integers().between(0, 60);
    return Combinators.combine(requests, requests, cpu).as(Demand::new);
  }

  /** Each demand lasts for some seconds. */
  @Provide
  static Arbitrary<List<Demand>> days() {
    Arbitrary<List<Demand>> times =
        Combinators.combine(demand(), Arbitraries.integers().between(1, 70))
            .as((demand, seconds) -> Collections.nCopies(seconds, demand));
    return times
        .list()
        .ofMinSize(1)
        .ofMaxSize(8)
        .map(parts -> parts.stream().flatMap(List::stream).toList());
  }

  @Property(tries = 500)
  void replicas_are_never_outside_the_bounds(
      @ForAll("policies") ScalingPolicy policy,
      @ForAll("days") List<Demand> day,
      @ForAll @IntRange(max = 40) int replicas) {
    assertThat(new Timeline(policy, replicas).all(day))
        .allMatch(number -> number >= policy.min() && number <= policy.max());
  }

  @Property(tries = 500)
  void nothing_is_removed_within_a_window_after_something_was_added(
      @ForAll("policies") ScalingPolicy policy, @ForAll("days") List<Demand> day) {
    List<Integer> numbers = new Timeline(policy, policy.min()).all(day);

    int added = Integer.MIN_VALUE;
    for (int second = 1; second < numbers.size(); second++) {
      int change = numbers.get(second) - numbers.get(second - 1);
      if (change > 0) {
        added = second;
      }
      assertThat(change < 0 && second < added + policy.downWindow().toSeconds())
          .as("removed in second %d, added in second %d of %s", second, added, numbers)
          .isFalse();
    }
  }

  @Property(tries = 500)
  void more_load_never_leads_to_fewer_replicas(
      @ForAll("policies") ScalingPolicy policy,
      @ForAll("days") List<Demand> day,
      @ForAll @IntRange(max = 40) int replicas,
      @ForAll @IntRange(max = 30) int more) {
    assertThat(decided(policy, day, replicas, more))
        .isGreaterThanOrEqualTo(decided(policy, day, replicas, 0));
  }

  private static int decided(ScalingPolicy policy, List<Demand> day, int replicas, int more) {
    History history = new History();
    for (int second = 0; second < day.size(); second++) {
      Demand demand = day.get(second);
      Demand raised =
          new Demand(
              demand.inFlight() + more,
              demand.waiting(),
              demand.cpuPercent().isEmpty()
                  ? demand.cpuPercent()
                  : OptionalDouble.of(demand.cpuPercent().getAsDouble() + more));
      history.add(
          new Sample(Timeline.BEGIN.plusSeconds(second), raised, replicas), Scaler.reach(policy));
    }
    return Scaler.decide(
            policy, history.samples(), replicas, Timeline.BEGIN.plusSeconds(day.size() - 1))
        .replicas();
  }

  @Property(tries = 200)
  void under_constant_load_the_number_comes_to_rest(
      @ForAll("policies") ScalingPolicy policy,
      @ForAll("demand") Demand demand,
      @ForAll @IntRange(max = 40) int replicas) {
    Timeline timeline = new Timeline(policy, replicas);
    List<Integer> numbers = new ArrayList<>(timeline.all(Collections.nCopies(LONG_ENOUGH, demand)));

    assertThat(numbers.subList(LONG_ENOUGH - 100, LONG_ENOUGH)).containsOnly(numbers.getLast());
    assertThat(numbers.stream().distinct()).isIn(sorted(numbers), reversed(numbers));
  }

  private static List<Integer> sorted(List<Integer> numbers) {
    return numbers.stream().distinct().sorted().toList();
  }

  private static List<Integer> reversed(List<Integer> numbers) {
    return sorted(numbers).reversed();
  }

  @Property(tries = 300)
  void a_request_that_waits_always_finds_a_replica_on_its_way(
      @ForAll("policies") ScalingPolicy policy, @ForAll @IntRange(min = 1, max = 50) int waiting) {
    assertThat(new Timeline(policy, policy.min()).second(Demand.of(0, waiting)).replicas())
        .isPositive();
  }
}
