package io.bentoform.api.engine;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The observed state of one deployment.
 *
 * @param revision the revision that the ready replicas run; empty when none is ready
 * @param ready how many replicas answer
 * @param wanted how many should answer
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

  /** Nothing runs, as desired. */
  public static Observation nothing() {
    return new Observation(OptionalInt.empty(), 0, 0, Optional.empty(), Optional.empty(), false);
  }
}
