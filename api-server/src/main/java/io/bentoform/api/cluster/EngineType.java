package io.bentoform.api.cluster;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What runs the deployments of a cluster. */
public enum EngineType {
  /** The machine of the server, as its setting {@code engine} says. */
  LOCAL,
  KUBERNETES;

  /** The word in requests and in the database. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<EngineType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
  }
}
