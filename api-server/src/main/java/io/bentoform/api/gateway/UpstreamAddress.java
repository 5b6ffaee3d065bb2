package io.bentoform.api.gateway;

import java.nio.file.Path;

/** Where a replica listens, with HTTP/1.1. */
public sealed interface UpstreamAddress {
  record UnixSocket(Path path) implements UpstreamAddress {}

  record Tcp(String host, int port) implements UpstreamAddress {}
}
