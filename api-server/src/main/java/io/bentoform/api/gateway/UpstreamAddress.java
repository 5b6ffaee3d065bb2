package io.bentoform.api.gateway;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;

/** Where a replica listens, with HTTP/1.1. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
  @JsonSubTypes.Type(value = UpstreamAddress.UnixSocket.class, name = "unix_socket"),
  @JsonSubTypes.Type(value = UpstreamAddress.Tcp.class, name = "tcp")
})
public sealed interface UpstreamAddress {
  record UnixSocket(Path path) implements UpstreamAddress {}

  record Tcp(String host, int port) implements UpstreamAddress {}
}
