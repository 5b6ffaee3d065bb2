package io.bentoform.api.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a token may do (contract A4). Which scope opens which route is in {@link RouteScopes}.
 *
 * <p>{@link #PLAN_CLUSTER} is this server's own: it reads, compares and checks, and changes
 * nothing, as a plan needs it.
 *
 * <p>{@link #PROTECTED_ENDPOINT_ACCESS} calls deployments: those with {@code access_authorization},
 * and all through this API.
 */
public enum Scope {
  READ_ORGANIZATION,
  WRITE_ORGANIZATION,
  READ_CLUSTER,
  PLAN_CLUSTER,
  WRITE_CLUSTER,
  PROTECTED_ENDPOINT_ACCESS,
  API;

  static Optional<Scope> of(String word) {
    return Arrays.stream(values()).filter(scope -> scope.word().equals(word)).findFirst();
  }

  /** The word on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether this scope allows all that the other one does. */
  public boolean includes(Scope other) {
    return this == other
        || this == API
        || (this == WRITE_ORGANIZATION && other == READ_ORGANIZATION)
        || (this == PLAN_CLUSTER && other == READ_CLUSTER)
        || (this == WRITE_CLUSTER && (other == PLAN_CLUSTER || other == READ_CLUSTER));
  }
}
