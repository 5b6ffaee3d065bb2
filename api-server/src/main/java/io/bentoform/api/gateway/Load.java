package io.bentoform.api.gateway;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The requests of one service now.
 *
 * @param inFlight passed on to a replica and not yet answered in full
 * @param waiting held until a replica is free
 * @param lastRequest when the last request arrived; empty when there was none
 * @param inFlightByVersion label to number; versions without any are missing
 * @param waitingByVersion label to number; versions without any are missing
 */
public record Load(
    int inFlight,
    int waiting,
    Optional<Instant> lastRequest,
    Map<String, Integer> inFlightByVersion,
    Map<String, Integer> waitingByVersion) {
  public static final Load NONE = new Load(0, 0, Optional.empty(), Map.of(), Map.of());

  public Load {
    inFlightByVersion = Map.copyOf(inFlightByVersion);
    waitingByVersion = Map.copyOf(waitingByVersion);
  }

  /** The requests of both. */
  public Load plus(Load other) {
    return new Load(
        inFlight + other.inFlight,
        waiting + other.waiting,
        Stream.of(lastRequest, other.lastRequest)
            .flatMap(Optional::stream)
            .max(Comparator.naturalOrder()),
        sum(inFlightByVersion, other.inFlightByVersion),
        sum(waitingByVersion, other.waitingByVersion));
  }

  private static Map<String, Integer> sum(Map<String, Integer> one, Map<String, Integer> other) {
    Map<String, Integer> sum = new HashMap<>(one);
    other.forEach((version, number) -> sum.merge(version, number, Integer::sum));
    return sum;
  }
}
