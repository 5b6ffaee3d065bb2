package io.bentoform.api.scaling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A service whose replicas come and go at once, one second after the other. */
final class Timeline {
  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final ScalingPolicy policy;
  private final History history = new History();
  private Instant now = BEGIN;
  private int replicas;

  Timeline(ScalingPolicy policy, int replicas) {
    this.policy = policy;
    this.replicas = replicas;
  }

  Decision second(Demand demand) {
    history.add(new Sample(now, demand, replicas), Scaler.reach(policy));
    Decision decision = Scaler.decide(policy, history.samples(), replicas, now);
    replicas = decision.replicas();
    now = now.plusSeconds(1);
    return decision;
  }

  /** The numbers of replicas after each second. */
  List<Integer> all(List<Demand> demands) {
    List<Integer> numbers = new ArrayList<>();
    demands.forEach(demand -> numbers.add(second(demand).replicas()));
    return numbers;
  }

  /** The last decision after a time of the same demand. */
  Decision during(Duration time, Demand demand) {
    Decision last = second(demand);
    for (long left = time.toSeconds() - 1; left > 0; left--) {
      last = second(demand);
    }
    return last;
  }

  int replicas() {
    return replicas;
  }
}
