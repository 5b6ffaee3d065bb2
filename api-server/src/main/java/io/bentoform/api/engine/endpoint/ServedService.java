package io.bentoform.api.engine.endpoint;

import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.gateway.Choice;
import io.bentoform.api.gateway.Listener;
import io.bentoform.api.gateway.Route;
import io.bentoform.api.gateway.Version;
import io.bentoform.api.gateway.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A service that a gateway serves, with the limits of its specification.
 *
 * @param deployment uid of the deployment
 * @param name of the deployment
 * @param service under which the gateway counts its requests
 * @param wanted what is specified for it; empty where that is not known yet
 * @param awaited whether a replica can be expected while there is none
 */
public record ServedService(
    String deployment,
    String name,
    String service,
    Optional<ServiceSpecification> wanted,
    boolean awaited) {

  /** How many requests wait for a replica at most. */
  private static final int QUEUE = 1000;

  /** The replica's own time limit comes first, so that its answer is the one that clients get. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  /** Its route from a listener. */
  public Route route(
      Listener listener, boolean isProtected, Choice choice, List<Version> versions) {
    return new Route(
        deployment,
        name,
        service,
        listener,
        isProtected,
        new Waiting(
            awaited,
            wanted
                .map(ServiceSpecification::coldStartTimeout)
                .orElse(ServiceSpecification.DEFAULT_COLD_START_TIMEOUT),
            QUEUE),
        wanted
            .map(ServiceSpecification::timeout)
            .orElse(ServiceSpecification.DEFAULT_TIMEOUT)
            .plus(MARGIN),
        wanted
            .filter(ServiceSpecification::externalQueue)
            .map(one -> one.scaling().concurrency())
            .orElse(OptionalInt.empty()),
        choice,
        versions);
  }
}
