package io.bentoform.api.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A token bucket for each caller: a burst of calls, then a number of calls a second. It slows down
 * guessing.
 */
public final class RateLimit {
  /**
   * The number of callers, which may be addresses, is unlimited. The least recent one is evicted
   * first: its bucket is the fullest, or soon will be.
   */
  static final int MAX_BUCKETS = 100_000;

  private final double burst;
  private final double perSecond;
  private final Clock clock;
  private final SequencedMap<String, Bucket> buckets = new LinkedHashMap<>();

  public RateLimit(int burst, int perSecond, Clock clock) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.clock = clock;
  }

  private record Bucket(double left, Instant at) {}

  /** Takes one call from the caller's bucket, if there is one left. */
  public synchronized boolean allows(String caller) {
    Instant now = clock.instant();
    double left = available(caller, now);
    boolean allowed = left >= 1;
    buckets.putLast(caller, new Bucket(allowed ? left - 1 : left, now));
    if (buckets.size() > MAX_BUCKETS) {
      buckets.pollFirstEntry();
    }
    return allowed;
  }

  /** How many callers are remembered. */
  synchronized int remembered() {
    return buckets.size();
  }

  private double available(String caller, Instant now) {
    Bucket before = buckets.get(caller);
    if (before == null) {
      return burst;
    }
    double seconds = Duration.between(before.at(), now).toNanos() / 1e9;
    return Math.min(burst, before.left() + seconds * perSecond);
  }
}
