package io.bentoform.api.engine.local;

import io.bentoform.api.engine.local.process.CpuTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** How much CPU the replicas of a service use together, between two looks. */
final class CpuUse {
  private static final double PERCENT = 100.0;

  private record Reading(long at, long used) {}

  private Map<String, Reading> last = Map.of();

  /** In percent of one core; empty at the first look at a replica. */
  synchronized OptionalDouble percent(List<Replica> replicas) {
    Map<String, Reading> now = new HashMap<>();
    for (Replica replica : replicas) {
      now.put(
          replica.record().id(),
          new Reading(System.nanoTime(), CpuTime.of(replica.record().process().pid())));
    }
    Map<String, Reading> before = last;
    last = now;
    if (now.isEmpty() || !before.keySet().containsAll(now.keySet())) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        now.entrySet().stream()
            .collect(
                Collectors.summingDouble(
                    entry ->
                        share(
                            before.getOrDefault(entry.getKey(), entry.getValue()),
                            entry.getValue()))));
  }

  private static double share(Reading before, Reading now) {
    long passed = now.at() - before.at();
    return passed <= 0 ? 0 : PERCENT * Math.max(0, now.used() - before.used()) / passed;
  }
}
