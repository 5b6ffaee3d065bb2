package io.bentoform.api.scaling;

import io.bentoform.api.scaling.ScalingPolicy.Behavior;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How many replicas a service should have: a pure function of its policy and what was seen of it.
 *
 * <p>The number that a moment asks for is {@code ceil(requests / concurrency)} (contract C2.1).
 * Windows work as the stabilization windows of Kubernetes' HorizontalPodAutoscaler: before replicas
 * are added the lowest demand within the window counts, before they are removed the highest. A
 * window that nothing is known of yet, as after a restart of the server, changes nothing.
 *
 * <p>The steps of {@link Behavior#STABLE} upwards are the defaults of the HorizontalPodAutoscaler
 * (the greater of 100 % and 4 replicas in 15 s). Downwards its default, all at once, is what {@link
 * Behavior#FAST} does; the steps are those that its documentation gives as the example of a gentle
 * policy (10 % in a minute, at least one replica).
 */
public final class Scaler {
  static final Duration UP_PERIOD = Duration.ofSeconds(15);
  static final Duration DOWN_PERIOD = Duration.ofSeconds(60);
  private static final int UP_REPLICAS = 4;
  private static final int UP_FACTOR = 2;
  private static final int DOWN_PERCENT = 10;

  /** As the HorizontalPodAutoscaler: CPU use this close to what is wanted changes nothing. */
  private static final double TOLERANCE = 0.1;

  private final ScalingPolicy policy;
  private final List<Sample> history;
  private final int replicas;
  private final Instant now;

  private Scaler(ScalingPolicy policy, Collection<Sample> history, int replicas, Instant now) {
    this.policy = policy;
    this.history = List.copyOf(history);
    this.replicas = replicas;
    this.now = now;
  }

  /**
   * Decides.
   *
   * @param history oldest first; the newest is what is seen now
   * @param replicas how many there are, those that still start included
   */
  public static Decision decide(
      ScalingPolicy policy, Collection<Sample> history, int replicas, Instant now) {
    return new Scaler(policy, history, replicas, now).decide();
  }

  /** How far back samples are needed. */
  static Duration reach(ScalingPolicy policy) {
    return List.of(policy.upWindow(), policy.downWindow(), UP_PERIOD, DOWN_PERIOD).stream()
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private Decision decide() {
    int allowed = policy.clamp(replicas);
    if (allowed == 0 && isAwaited()) {
      Decision woken = new Decision(1, "a request waits");
      return up(woken).orElse(woken);
    }
    Decision kept = new Decision(allowed, bounds(allowed));
    return up(kept).or(() -> down(kept)).orElse(kept);
  }

  private boolean isAwaited() {
    return !history.isEmpty() && history.getLast().demand().waiting() > 0;
  }

  private String bounds(int allowed) {
    if (allowed > replicas) {
      return "at least %d %s configured".formatted(allowed, allowed == 1 ? "is" : "are");
    }
    return allowed < replicas
        ? "at most %d %s configured".formatted(allowed, allowed == 1 ? "is" : "are")
        : "no change is due";
  }

  private Optional<Decision> up(Decision from) {
    Optional<Sample> lowest = within(policy.upWindow()).stream().min(byDemand());
    if (policy.up() == Behavior.DISABLED
        || lowest.isEmpty()
        || wanted(lowest.get()) <= from.replicas()) {
      return Optional.empty();
    }
    int next = wanted(lowest.get());
    if (policy.up() == Behavior.STABLE) {
      int before = Math.min(from.replicas(), lowestSince(UP_PERIOD));
      next = Math.min(next, Math.max(before * UP_FACTOR, before + UP_REPLICAS));
    }
    return next <= from.replicas()
        ? Optional.empty()
        : Optional.of(new Decision(next, reason(lowest.get().demand())));
  }

  private Optional<Decision> down(Decision from) {
    Optional<Sample> highest = within(policy.downWindow()).stream().max(byDemand());
    if (policy.down() == Behavior.DISABLED
        || highest.isEmpty()
        || wanted(highest.get()) >= from.replicas()) {
      return Optional.empty();
    }
    int next = wanted(highest.get());
    if (policy.down() == Behavior.STABLE) {
      int before = Math.max(from.replicas(), highestSince(DOWN_PERIOD));
      next = Math.max(next, before * (100 - DOWN_PERCENT) / 100);
    }
    return next >= from.replicas()
        ? Optional.empty()
        : Optional.of(new Decision(next, calmReason(highest.get().demand())));
  }

  private Comparator<Sample> byDemand() {
    return Comparator.comparingInt(this::wanted);
  }

  /** What a moment alone asks for. */
  private int wanted(Sample sample) {
    Demand demand = sample.demand();
    int atLeast = demand.requests() > 0 ? 1 : 0;
    if (policy.concurrency().isPresent()) {
      return policy.clamp(Math.ceilDiv(demand.requests(), policy.concurrency().getAsInt()));
    }
    return policy.clamp(
        demand.cpuPercent().isPresent()
            ? Math.max(atLeast, byCpu(demand.cpuPercent().getAsDouble(), atLeast == 0))
            : atLeast);
  }

  /** As the HorizontalPodAutoscaler; what a replica uses at rest is no demand. */
  private int byCpu(double percent, boolean idle) {
    double wanted = percent / policy.cpuPercent().orElse(ScalingPolicy.DEFAULT_CPU_PERCENT);
    if (idle && wanted <= TOLERANCE) {
      return 0;
    }
    return replicas > 0 && Math.abs(wanted / replicas - 1) <= TOLERANCE
        ? replicas
        : (int) Math.ceil(wanted);
  }

  /** The samples that held within a window; none when they do not reach back to its begin. */
  private List<Sample> within(Duration window) {
    Instant begin = now.minus(window);
    List<Sample> held = new ArrayList<>();
    for (Sample sample : history.reversed()) {
      held.add(sample);
      if (!sample.time().isAfter(begin)) {
        return held;
      }
    }
    return List.of();
  }

  private int lowestSince(Duration period) {
    return since(period).stream().mapToInt(Sample::replicas).min().orElse(replicas);
  }

  private int highestSince(Duration period) {
    return since(period).stream().mapToInt(Sample::replicas).max().orElse(replicas);
  }

  private List<Sample> since(Duration period) {
    List<Sample> complete = within(period);
    return complete.isEmpty() ? history : complete;
  }

  private String reason(Demand demand) {
    if (policy.concurrency().isPresent()) {
      return "%s, %d per replica".formatted(requests(demand), policy.concurrency().getAsInt());
    }
    return demand.cpuPercent().isPresent() ? cpu(demand) : requests(demand);
  }

  private String calmReason(Demand demand) {
    long seconds = policy.downWindow().toSeconds();
    if (demand.requests() > 0 || demand.cpuPercent().isPresent()) {
      return "at most %s for %d s".formatted(reason(demand), seconds);
    }
    return "no requests for %d s".formatted(seconds);
  }

  private static String requests(Demand demand) {
    if (demand.inFlight() == 0) {
      return count(demand.waiting()) + " waiting";
    }
    String inFlight = count(demand.inFlight()) + " in flight";
    return demand.waiting() == 0
        ? inFlight
        : "%s and %d waiting".formatted(inFlight, demand.waiting());
  }

  private static String count(int requests) {
    return requests == 1 ? "1 request" : requests + " requests";
  }

  private String cpu(Demand demand) {
    return String.format(
        Locale.ROOT,
        "%.0f %% of a core in use, %d %% per replica",
        demand.cpuPercent().orElseThrow(),
        policy.cpuPercent().orElse(ScalingPolicy.DEFAULT_CPU_PERCENT));
  }
}
