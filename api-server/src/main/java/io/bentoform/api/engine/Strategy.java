package io.bentoform.api.engine;

/**
 * How the replicas of the revision before are replaced. The words are those of the deployment file,
 * the numbers those of Kubernetes and of Yatai.
 */
public enum Strategy {
  /** The old ones end first. Nothing answers in between. */
  RECREATE {
    @Override
    public int surge(int replicas) {
      return 0;
    }

    @Override
    public int unavailable(int replicas) {
      return replicas;
    }
  },
  /** A quarter more and a quarter fewer at a time. */
  ROLLING_UPDATE {
    @Override
    public int surge(int replicas) {
      return Math.ceilDiv(replicas, 4);
    }

    @Override
    public int unavailable(int replicas) {
      return replicas / 4;
    }
  },
  /** One replica after the other, each new one before an old one ends. */
  RAMPED_SLOW_ROLLOUT {
    @Override
    public int surge(int replicas) {
      return 1;
    }

    @Override
    public int unavailable(int replicas) {
      return 0;
    }
  },
  /** A fifth at a time, without more replicas than there should be. */
  BEST_EFFORT_CONTROLLED_ROLLOUT {
    @Override
    public int surge(int replicas) {
      return 0;
    }

    @Override
    public int unavailable(int replicas) {
      return Math.max(1, replicas / 5);
    }
  };

  /** How many replicas there may be beyond the wanted number. */
  public abstract int surge(int replicas);

  /** How many of the wanted number may be missing. */
  public abstract int unavailable(int replicas);
}
