package io.bentoform.api.deployment;

import java.util.Locale;

/** The life cycle of a deployment (contract C5). */
public enum Status {
  IMAGE_BUILDING,
  IMAGE_BUILD_FAILED,
  DEPLOYING,
  RUNNING,
  SCALED_TO_ZERO,
  UNHEALTHY,
  FAILED,
  TERMINATING,
  TERMINATED;

  /** The word of the contract. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Status of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Whether a rollout is in progress. */
  boolean isRollingOut() {
    return this == IMAGE_BUILDING || this == DEPLOYING;
  }
}
