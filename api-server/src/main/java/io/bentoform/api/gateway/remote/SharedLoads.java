package io.bentoform.api.gateway.remote;

import io.bentoform.api.gateway.Loads;
import java.util.List;
import java.util.Optional;

/**
 * What the gateways of one cluster tell, whichever of several servers they tell it to. What cannot
 * be kept now is not an error: gateways tell it again.
 */
public interface SharedLoads {

  /**
   * Replaces what this gateway told before.
   *
   * @param busy the services that have requests
   */
  void tell(String gateway, List<ServiceLoad> busy);

  /** A request waits that is in no report yet: for some seconds it counts as one. */
  void tellWaiting(Waited waited);

  /** What was told lately; empty when no gateway told anything. */
  Optional<Loads> lately();
}
