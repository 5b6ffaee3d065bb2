package io.bentoform.api.secret;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** When a secret is available: during the build, at run time, or both. */
public enum Stage {
  BUILD,
  RUNTIME,
  ALL;

  /** The word of the contract. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean atBuild() {
    return this != RUNTIME;
  }

  public boolean atRuntime() {
    return this != BUILD;
  }

  static Optional<Stage> of(String wire) {
    return Stream.of(values()).filter(stage -> stage.wire().equals(wire)).findFirst();
  }
}
