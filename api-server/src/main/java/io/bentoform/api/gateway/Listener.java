package io.bentoform.api.gateway;

import java.nio.file.Path;

/** Where a service is reached. */
public sealed interface Listener {

  /** A port of its own on the gateway's public address. */
  record Port(int port) implements Listener {}

  /** {@code NAME.endpoint-domain} on the listener that all such routes share. */
  record HostName() implements Listener {}

  /**
   * A UNIX socket, for calls between services of one deployment: whoever may open it may call, so
   * no token is asked for. A socket file that is left from before is replaced.
   */
  record UnixSocket(Path path) implements Listener {}
}
