package io.bentoform.api.wire;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The traffic of a deployment in the last time (additive).
 *
 * @param step seconds of each point
 * @param services the points of each service, the oldest first
 */
public record TrafficResponse(int step, Map<String, List<Point>> services) {

  /**
   * One step.
   *
   * @param at its end
   * @param requests answered in it
   * @param errors requests in it without a whole answer of a replica
   * @param milliseconds mean duration of its requests
   * @param inFlight at its end with a replica
   * @param waiting at its end for a replica
   * @param replicas ready at its end
   * @param coldStarts how often a request in it came while no replica was ready
   */
  public record Point(
      Instant at,
      long requests,
      long errors,
      double milliseconds,
      int inFlight,
      int waiting,
      int replicas,
      long coldStarts) {}
}
