package io.bentoform.provider.bentocloud;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which planned secrets have equal values where a deployment would mix them up. It keeps no value,
 * only digests with a salt of this run.
 */
public final class PlannedValues {

  private static final int SALT_BYTES = 32;

  private final byte[] salt = new byte[SALT_BYTES];
  private final Map<ObjectId, Map<String, ByteBuffer>> digests = new HashMap<>();

  PlannedValues() {
    new SecureRandom().nextBytes(salt);
  }

  /**
   * Keeps what a secret is planned to have.
   *
   * @param values by where a replica finds them, such as a variable or a file
   */
  public synchronized void keep(ObjectId secret, Map<String, String> values) {
    Map<String, ByteBuffer> digested = new HashMap<>();
    values.forEach((place, value) -> digested.put(place, digest(value)));
    digests.put(secret.resolved(), digested);
  }

  private ByteBuffer digest(String value) {
    return ByteBuffer.wrap(Sha256.of(salt, value.getBytes(StandardCharsets.UTF_8)));
  }

  /** The places where two secrets have different values; empty unless both were kept. */
  public synchronized Optional<Set<String>> conflicts(ObjectId one, ObjectId other) {
    Map<String, ByteBuffer> first = digests.get(one.resolved());
    Map<String, ByteBuffer> second = digests.get(other.resolved());
    if (first == null || second == null) {
      return Optional.empty();
    }
    Set<String> places = new TreeSet<>(first.keySet());
    places.retainAll(second.keySet());
    places.removeIf(place -> Objects.equals(first.get(place), second.get(place)));
    return Optional.of(places);
  }
}
