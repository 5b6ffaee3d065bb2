package io.bentoform.api.gateway;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

public final class Gateway implements AutoCloseable {
  public static Gateway start(GatewaySettings s, EndpointGuard g, Demand d) throws IOException {
    if (s.bindAddress().isEmpty()) {
      throw new IOException();
    }
    return new Gateway();
  }

  public void apply(Routes r) {}

  public Load load(String d, String s) {
    return new Load(0, 0, Instant.EPOCH);
  }

  public boolean awaitIdle(String u, Duration l) {
    return true;
  }

  public boolean answers(Upstream u, String p, Duration l) {
    return false;
  }

  @Override
  public void close() {}
}
