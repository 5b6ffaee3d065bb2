package io.bentoform.api.gateway;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Chooses the version that a request goes to, in proportion to the weights (contract C2.2). */
final class VersionChoice {
  private VersionChoice() {}

  static Version choose(Route route, HttpServerRequest request) {
    if (route.versions().size() == 1) {
      return route.versions().getFirst();
    }
    return byShare(
        route,
        stickyValue(route.choice(), request)
            .map(value -> share(route.deployment(), value))
            .orElseGet(() -> ThreadLocalRandom.current().nextDouble()));
  }

  private static Optional<String> stickyValue(Choice choice, HttpServerRequest request) {
    @Nullable String value =
        switch (choice) {
          case Choice.Random() -> null;
          case Choice.Header(String name) -> request.getHeader(name);
          case Choice.Query(String key) -> request.getParam(key);
        };
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }

  /** The version at this place, from 0 to below 1, of all weights laid one after the other. */
  static Version byShare(Route route, double share) {
    int total = route.versions().stream().mapToInt(Version::weight).sum();
    double left = share * total;
    for (Version version : route.versions()) {
      left -= version.weight();
      if (left < 0) {
        return version;
      }
    }
    return route.versions().getFirst();
  }

  /**
   * The place of a value, from 0 to below 1; equal values of one deployment have the same. With the
   * deployment, so that not always the same users get the canaries of all.
   */
  static double share(String deployment, String value) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(deployment.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      byte[] hash = digest.digest(value.getBytes(StandardCharsets.UTF_8));
      long bits = 0;
      for (int i = 0; i < 6; i++) {
        bits = (bits << 8) | (hash[i] & 0xff);
      }
      return bits / (double) (1L << 48);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }
}
