package io.bentoform.api.scaling;

import java.util.OptionalDouble;

/**
 * The load of one service at one moment.
 *
 * @param inFlight requests that replicas work on
 * @param waiting requests that no replica has taken yet
 * @param cpuPercent what all ready replicas use together, in percent of one core; empty where it is
 *     not measured. Replicas that still start are left out: loading a model is no load.
 */
public record Demand(int inFlight, int waiting, OptionalDouble cpuPercent) {
  public static final Demand NONE = of(0, 0);

  public Demand {
    if (inFlight < 0 || waiting < 0) {
      throw new IllegalArgumentException("a number of requests is negative");
    }
  }

  /** Without a measurement of CPU use. */
  public static Demand of(int inFlight, int waiting) {
    return new Demand(inFlight, waiting, OptionalDouble.empty());
  }

  /** All requests that are not answered yet. */
  public int requests() {
    return inFlight + waiting;
  }
}
