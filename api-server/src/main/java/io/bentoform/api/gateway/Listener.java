package io.bentoform.api.gateway;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;

/** Where a service is reached. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
  @JsonSubTypes.Type(value = Listener.Port.class, name = "port"),
  @JsonSubTypes.Type(value = Listener.HostName.class, name = "host_name"),
  @JsonSubTypes.Type(value = Listener.Internal.class, name = "internal"),
  @JsonSubTypes.Type(value = Listener.UnixSocket.class, name = "unix_socket")
})
public sealed interface Listener {

  /** A port of its own on the gateway's public address. */
  record Port(int port) implements Listener {}

  /** {@code NAME.endpoint-domain} on the listener that all such routes share. */
  record HostName() implements Listener {}

  /**
   * A host name on the listener for calls between services, which all such routes share. It must
   * not be reached from outside: no token is asked for.
   */
  record Internal(String host) implements Listener {}

  /**
   * A UNIX socket, for calls between services of one deployment: whoever may open it may call, so
   * no token is asked for. A socket file that is left from before is replaced.
   */
  record UnixSocket(Path path) implements Listener {}
}
