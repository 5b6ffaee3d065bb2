package io.bentoform.api.gateway;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.X509KeyManager;

/**
 * Where and how a gateway listens.
 *
 * @param address where ports of deployments and the shared listener are opened
 * @param hostNames the shared listener; without it routes with {@link Listener.HostName} fail
 * @param internalPort of the listener for calls between services, always plain HTTP; without it
 *     routes with {@link Listener.Internal} fail
 * @param certificate for ports and the shared listener, asked at each handshake; without it they
 *     speak plain HTTP
 */
public record GatewaySettings(
    InetAddress address,
    Optional<HostNames> hostNames,
    OptionalInt internalPort,
    Optional<X509KeyManager> certificate,
    Limits limits) {

  /** Ports of their own for all deployments, plain HTTP, default limits. */
  public static GatewaySettings at(InetAddress address) {
    return new GatewaySettings(
        address, Optional.empty(), OptionalInt.empty(), Optional.empty(), Limits.DEFAULT);
  }

  public GatewaySettings with(HostNames shared) {
    return new GatewaySettings(address, Optional.of(shared), internalPort, certificate, limits);
  }

  public GatewaySettings withInternalPort(int port) {
    return new GatewaySettings(address, hostNames, OptionalInt.of(port), certificate, limits);
  }

  public GatewaySettings with(X509KeyManager chosen) {
    return new GatewaySettings(address, hostNames, internalPort, Optional.of(chosen), limits);
  }

  public GatewaySettings with(Limits other) {
    return new GatewaySettings(address, hostNames, internalPort, certificate, other);
  }

  /**
   * The listener that deployments share by host name.
   *
   * @param domain deployments are reached as {@code NAME.domain}
   */
  public record HostNames(int port, String domain) {}

  /**
   * What clients may use up.
   *
   * @param headBytes most bytes of header fields, and of the request line
   * @param connections most open connections of clients; a further one is closed at once
   * @param head from a connection, or the last response on it, until the head of a request is there
   * @param stall longest time in which a client sends nothing of a body, or reads nothing of a
   *     response
   */
  public record Limits(int headBytes, int connections, Duration head, Duration stall) {
    public static final Limits DEFAULT =
        new Limits(64 * 1024, 20_000, Duration.ofSeconds(75), Duration.ofSeconds(300));
  }
}
