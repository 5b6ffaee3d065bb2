package io.bentoform.api.scaling;

import java.time.Instant;

/**
 * What was seen at one time. It holds until the next sample.
 *
 * @param replicas how many there were, those that still start included
 */
public record Sample(Instant time, Demand demand, int replicas) {

  boolean sameAs(Sample other) {
    return demand.equals(other.demand) && replicas == other.replicas;
  }
}
