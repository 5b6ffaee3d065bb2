package io.bentoform.api.scaling;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How a service scales (contract C2.1). The words are those of the deployment file.
 *
 * @param min replicas at least; 0 lets the service rest while nobody calls it
 * @param max replicas at most, one or more
 * @param concurrency requests that one replica should have in flight; empty to scale by CPU
 * @param cpuPercent wanted use of a replica's CPU in percent of one core; empty for the default
 * @param up how fast replicas are added
 * @param down how fast replicas are removed
 * @param upWindow the lowest demand of this time counts before replicas are added
 * @param downWindow the highest demand of this time counts before replicas are removed
 */
public record ScalingPolicy(
    int min,
    int max,
    OptionalInt concurrency,
    OptionalInt cpuPercent,
    Behavior up,
    Behavior down,
    Duration upWindow,
    Duration downWindow) {

  /** How fast the number of replicas follows the demand. */
  public enum Behavior {
    /** Never. */
    DISABLED,
    /** In steps. */
    STABLE,
    /** At once. */
    FAST
  }

  /** Wanted use of a replica's CPU where nothing is said, in percent of one core. */
  public static final int DEFAULT_CPU_PERCENT = 80;

  /** As the horizontal autoscaler of Kubernetes. */
  public static final Duration DEFAULT_UP_WINDOW = Duration.ZERO;

  public static final Duration DEFAULT_DOWN_WINDOW = Duration.ofMinutes(5);

  public ScalingPolicy {
    if (min < 0 || max < 1 || min > max) {
      throw new IllegalArgumentException("replicas must be 0 <= min <= max and 1 <= max");
    }
  }

  /** Always this many replicas; with zero, one while the service is called. */
  public static ScalingPolicy fixed(int replicas) {
    return between(replicas, Math.max(1, replicas));
  }

  /** Between two numbers of replicas, with the defaults. */
  public static ScalingPolicy between(int min, int max) {
    return new ScalingPolicy(
        min,
        max,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Behavior.FAST,
        Behavior.STABLE,
        DEFAULT_UP_WINDOW,
        DEFAULT_DOWN_WINDOW);
  }

  /** Whether more or fewer replicas than one are a question of CPU use. */
  public boolean isByCpu() {
    return concurrency.isEmpty() && max > Math.max(1, min);
  }

  /** The nearest allowed number of replicas. */
  public int clamp(int replicas) {
    return Math.clamp(replicas, min, max);
  }
}
