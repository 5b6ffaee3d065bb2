package io.bentoform.api.gateway;

import java.util.List;

/**
 * One version of a service, such as a canary.
 *
 * @param weight share of the requests, in percent
 * @param upstreams the replicas that are ready
 */
public record Version(String label, int weight, List<Upstream> upstreams) {
  public Version {
    upstreams = List.copyOf(upstreams);
    if (weight < 0) {
      throw new IllegalArgumentException("The weight of a version is negative: " + label);
    }
  }
}
