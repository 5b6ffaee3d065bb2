package io.bentoform.api.gateway;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * One address and what answers there.
 *
 * @param deployment uid of the deployment
 * @param name of the deployment; the host name below the endpoint domain
 * @param service that answers here
 * @param listener where it is reached
 * @param isProtected whether {@link EndpointGuard} is asked for the Bearer token
 * @param waiting whether a request may wait while no replica is ready
 * @param timeout {@code traffic.timeout}: from the request passed on until the head of the response
 * @param concurrency most requests in flight in one replica (external_queue, contract C2.1); empty:
 *     no limit
 * @param choice which version a request goes to (contract C2.2)
 * @param versions never empty
 */
public record Route(
    String deployment,
    String name,
    String service,
    Listener listener,
    boolean isProtected,
    Waiting waiting,
    Duration timeout,
    OptionalInt concurrency,
    Choice choice,
    List<Version> versions) {
  public Route {
    versions = List.copyOf(versions);
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("A route needs a version: " + name + " " + service);
    }
  }

  /** The same behind another listener, where nobody is asked for a token. */
  public Route unprotected(Listener elsewhere) {
    return new Route(
        deployment,
        name,
        service,
        elsewhere,
        false,
        waiting,
        timeout,
        concurrency,
        choice,
        versions);
  }
}
