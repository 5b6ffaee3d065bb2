package io.bentoform.api.engine;

import io.bentoform.api.gateway.GatewayMetrics;
import java.time.Duration;
import java.util.List;

/**
 * The requests and replicas of one service, as an engine sees them now. Counts are since the engine
 * started.
 *
 * @param uid of the deployment
 * @param deployment its name
 * @param service that takes the requests; of a canary version alone {@code VERSION/SERVICE}
 * @param requestsByClass answered with 1xx, 2xx, 3xx, 4xx and 5xx, in this order
 * @param errors requests without a whole answer of a replica
 * @param duration of all answered requests together
 * @param inFlight now with a replica
 * @param waiting now for a replica
 * @param coldStarts how often a request came while no replica was ready
 * @param ready how many replicas answer
 * @param wanted how many replicas there should be
 */
public record ServiceTraffic(
    String uid,
    String deployment,
    String service,
    List<Long> requestsByClass,
    long errors,
    Duration duration,
    int inFlight,
    int waiting,
    long coldStarts,
    int ready,
    int wanted) {

  public ServiceTraffic {
    requestsByClass = List.copyOf(requestsByClass);
  }

  /**
   * The traffic of a service as a gateway has counted it.
   *
   * @param ready how many replicas of all versions answer
   * @param wanted how many there should be
   */
  public static ServiceTraffic of(
      String uid, String deployment, GatewayMetrics.Service counted, int ready, int wanted) {
    return new ServiceTraffic(
        uid,
        deployment,
        counted.service(),
        counted.requestsByClass(),
        counted.errors(),
        counted.duration(),
        counted.load().inFlight(),
        counted.load().waiting(),
        counted.coldStarts(),
        ready,
        wanted);
  }

  /** All answered requests. */
  public long requests() {
    return requestsByClass.stream().mapToLong(Long::longValue).sum();
  }
}
