package io.bentoform.api.engine;

/**
 * How the replicas of the revision before are replaced. The words are those of the deployment file.
 */
public enum Strategy {
  /** The old ones end first. Nothing answers in between. */
  RECREATE,
  /** The new ones start beside the old ones, which end when all new ones are ready. */
  ROLLING_UPDATE,
  /** One replica after the other. */
  RAMPED_SLOW_ROLLOUT,
  /** As {@link #ROLLING_UPDATE}, wherever there is room for both. */
  BEST_EFFORT_CONTROLLED_ROLLOUT
}
