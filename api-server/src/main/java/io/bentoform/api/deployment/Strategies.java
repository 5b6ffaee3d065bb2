package io.bentoform.api.deployment;

import io.bentoform.api.engine.Strategy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The words of the contract for strategies. The default is {@code Recreate}. */
public final class Strategies {
  private static final Map<String, Strategy> BY_WORD = new LinkedHashMap<>();

  static {
    BY_WORD.put("RollingUpdate", Strategy.ROLLING_UPDATE);
    BY_WORD.put("Recreate", Strategy.RECREATE);
    BY_WORD.put("RampedSlowRollout", Strategy.RAMPED_SLOW_ROLLOUT);
    BY_WORD.put("BestEffortControlledRollout", Strategy.BEST_EFFORT_CONTROLLED_ROLLOUT);
  }

  private Strategies() {}

  public static Optional<Strategy> of(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }

  static String words() {
    return String.join(", ", BY_WORD.keySet());
  }
}
