package io.bentoform.api.gateway;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a gateway has counted since it started, for each deployment and service.
 *
 * @param services in no order
 */
public record GatewayMetrics(List<Service> services) {
  /** Upper bounds of the histogram's buckets; one more bucket counts what took longer. */
  public static final List<Duration> BOUNDS =
      List.of(
          Duration.ofMillis(5),
          Duration.ofMillis(10),
          Duration.ofMillis(25),
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          Duration.ofMillis(250),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofMillis(2_500),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60));

  public GatewayMetrics {
    services = List.copyOf(services);
  }

  /** Whether any request waits or is in flight. */
  public boolean isBusy() {
    return services.stream()
        .map(Service::load)
        .anyMatch(load -> load.inFlight() > 0 || load.waiting() > 0);
  }

  /**
   * The requests of one service.
   *
   * @param requestsByClass requests answered with 1xx, 2xx, 3xx, 4xx and 5xx, in this order
   * @param errors requests that got no whole answer of a replica: refused here, timed out, broken
   * @param abandoned requests whose client left before the end
   * @param duration total from the arrival of a request to the end of its response
   * @param durations requests by duration, see {@link #BOUNDS}
   * @param coldStarts how often a request came while no replica was ready and one was expected, and
   *     none waited already
   */
  public record Service(
      String deployment,
      String service,
      List<Long> requestsByClass,
      long errors,
      long abandoned,
      Duration duration,
      List<Long> durations,
      long coldStarts,
      Load load) {
    public Service {
      requestsByClass = List.copyOf(requestsByClass);
      durations = List.copyOf(durations);
    }

    /** What two gateways have counted of one service. */
    public Service plus(Service other) {
      return new Service(
          deployment,
          service,
          sum(requestsByClass, other.requestsByClass),
          errors + other.errors,
          abandoned + other.abandoned,
          duration.plus(other.duration),
          sum(durations, other.durations),
          coldStarts + other.coldStarts,
          load.plus(other.load));
    }

    private static List<Long> sum(List<Long> one, List<Long> other) {
      return IntStream.range(0, one.size()).mapToObj(i -> one.get(i) + other.get(i)).toList();
    }
  }
}
