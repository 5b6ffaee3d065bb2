package io.bentoform.api.gateway;

import java.nio.file.Path;

public sealed interface Listener {
  record Port(int port) implements Listener {}

  record HostName() implements Listener {}

  record UnixSocket(Path path) implements Listener {}
}
