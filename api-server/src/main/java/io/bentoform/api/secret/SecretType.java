package io.bentoform.api.secret;

import java.util.Optional;
import java.util.stream.Stream;

/** How a deployment sees a secret. */
public enum SecretType {
  ENV("env"),
  FILE("mountfile");

  private final String wire;

  SecretType(String wire) {
    this.wire = wire;
  }

  /** The word of the contract. */
  public String wire() {
    return wire;
  }

  static Optional<SecretType> of(String wire) {
    return Stream.of(values()).filter(type -> type.wire.equals(wire)).findFirst();
  }
}
