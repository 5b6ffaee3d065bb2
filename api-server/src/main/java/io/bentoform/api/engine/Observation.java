package io.bentoform.api.engine;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The observed state of one deployment.
 *
 * @param revision the revision that the ready replicas run, or that the next request would start;
 *     empty when there is none
 * @param ready how many replicas answer
 * @param wanted how many should answer; replicas that are added do not count before they are ready
 * @param url the stable URL, once there is one
 * @param failure why fewer replicas are ready than wanted, or what is missing, for users; never a
 *     value
 * @param standing whether it counts as running without ready replicas: a codespace waits for files
 */
public record Observation(
    OptionalInt revision,
    int ready,
    int wanted,
    Optional<URI> url,
    Optional<String> failure,
    boolean standing) {

  /** Whether nothing runs because nobody calls it: the next request starts a replica. */
  public boolean isScaledToZero() {
    return wanted == 0 && revision.isPresent();
  }

  /** Nothing runs, as desired. */
  public static Observation nothing() {
    return new Observation(OptionalInt.empty(), 0, 0, Optional.empty(), Optional.empty(), false);
  }
}
