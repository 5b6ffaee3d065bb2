package io.bentoform.api.gateway;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

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
  static final Load NONE = new Load(0, 0, Optional.empty(), Map.of(), Map.of());

  public Load {
    inFlightByVersion = Map.copyOf(inFlightByVersion);
    waitingByVersion = Map.copyOf(waitingByVersion);
  }
}
