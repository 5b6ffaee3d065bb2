package io.bentoform.api.gateway;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests of one service. */
final class ServiceCounters {
  private static final long[] BOUNDS =
      GatewayMetrics.BOUNDS.stream().mapToLong(Duration::toNanos).toArray();

  private final AtomicLongArray classes = new AtomicLongArray(5);
  private final AtomicLongArray durations = new AtomicLongArray(BOUNDS.length + 1);
  private final LongAdder errors = new LongAdder();
  private final LongAdder abandoned = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAdder coldStarts = new LongAdder();

  /** A request was answered. */
  void answered(int status, long took) {
    classes.incrementAndGet(Math.clamp(status / 100 - 1, 0, 4));
    nanos.add(took);
    int found = Arrays.binarySearch(BOUNDS, took);
    durations.incrementAndGet(found >= 0 ? found : -found - 1);
  }

  void failed() {
    errors.increment();
  }

  void abandoned() {
    abandoned.increment();
  }

  void coldStart() {
    coldStarts.increment();
  }

  GatewayMetrics.Service snapshot(String deployment, String service, Load load) {
    return new GatewayMetrics.Service(
        deployment,
        service,
        list(classes),
        errors.sum(),
        abandoned.sum(),
        Duration.ofNanos(nanos.sum()),
        list(durations),
        coldStarts.sum(),
        load);
  }

  private static List<Long> list(AtomicLongArray counts) {
    Long[] values = new Long[counts.length()];
    Arrays.setAll(values, counts::get);
    return List.of(values);
  }
}
