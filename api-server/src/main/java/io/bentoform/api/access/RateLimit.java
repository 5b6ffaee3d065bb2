package io.bentoform.api.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A token bucket for each caller: so many calls at once, and so many a second after that. An answer
 * that tells whether a guess was right must be slow to have.
 */
public final class RateLimit {
  /**
   * Callers may be addresses, of which there is no end: full buckets are forgotten, and while so
   * many are being used nobody else gets one.
   */
  private static final int MOST_BUCKETS = 10_000;

  private final double burst;
  private final double perSecond;
  private final Clock clock;
  private final Map<String, Bucket> buckets = new HashMap<>();

  public RateLimit(int burst, int perSecond, Clock clock) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.clock = clock;
  }

  private record Bucket(double left, Instant at) {}

  /** Takes one call from the caller's bucket, if there is one left. */
  public synchronized boolean allows(String caller) {
    Instant now = clock.instant();
    if (buckets.size() >= MOST_BUCKETS && !buckets.containsKey(caller)) {
      buckets.keySet().removeIf(known -> available(known, now) >= burst);
      if (buckets.size() >= MOST_BUCKETS) {
        return false;
      }
    }
    double left = available(caller, now);
    boolean allowed = left >= 1;
    buckets.put(caller, new Bucket(allowed ? left - 1 : left, now));
    return allowed;
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
