package io.bentoform.api.engine.endpoint;

import io.bentoform.api.gateway.GatewaySettings.HostNames;
import io.bentoform.api.gateway.Listener;
import io.bentoform.api.gateway.Urls;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The addresses of deployments: a port of its own for each, or host names below a domain.
 *
 * @param publicHost host in the addresses with ports
 * @param hostNames a listener that all deployments share; empty for ports
 */
public record Endpoints(String publicHost, EndpointPorts ports, Optional<HostNames> hostNames) {
  private static final int NO_PORT = 0;

  /** Ports on loopback. */
  public static final Endpoints LOOPBACK =
      new Endpoints("127.0.0.1", EndpointPorts.DEFAULT, Optional.empty());

  /**
   * Opens an address.
   *
   * @param listen throws {@link UncheckedIOException} when the port is taken
   * @return the port, 0 with host names
   * @throws UncheckedIOException when all ports are taken
   */
  public int open(IntConsumer listen) {
    if (hostNames.isEmpty()) {
      return ports.first(listen);
    }
    listen.accept(NO_PORT);
    return NO_PORT;
  }

  /** As {@link #open}, at an earlier port where that is still free. */
  public int reopen(int port, IntConsumer listen) {
    if (hostNames.isPresent() || port == NO_PORT) {
      return open(listen);
    }
    try {
      listen.accept(port);
      return port;
    } catch (UncheckedIOException e) {
      return open(listen);
    }
  }

  public Listener listener(int port) {
    return hostNames.isPresent() ? new Listener.HostName() : new Listener.Port(port);
  }

  /** The address of a deployment. */
  public URI url(boolean secure, String deployment, int port) {
    return hostNames
        .map(shared -> Urls.of(secure, deployment + "." + shared.domain(), shared.port()))
        .orElseGet(() -> Urls.of(secure, publicHost, port));
  }
}
