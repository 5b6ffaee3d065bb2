package io.bentoform.api.engine.endpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntConsumer;

/**
 * The ports of deployments. The default range is below that of ephemeral ports: a port must still
 * be free after a restart.
 *
 * @param last inclusive
 */
public record EndpointPorts(int first, int last) {
  public static final EndpointPorts DEFAULT = new EndpointPorts(20_000, 31_999);

  private static final int ATTEMPTS = 200;

  public EndpointPorts {
    if (first < 1 || last > 65_535 || first > last) {
      throw new IllegalArgumentException("a range of ports must be FIRST-LAST, from 1 to 65535");
    }
  }

  /** As a setting says it, {@code FIRST-LAST}. */
  public String text() {
    return first + "-" + last;
  }

  /**
   * Tries ports, beginning anywhere, until one can be used.
   *
   * @param use throws {@link UncheckedIOException} when the port is taken
   * @throws UncheckedIOException when all are taken
   */
  int first(IntConsumer use) {
    int ports = last - first + 1;
    int begin = ThreadLocalRandom.current().nextInt(ports);
    for (int i = 0; i < Math.min(ports, ATTEMPTS); i++) {
      int port = first + (begin + i) % ports;
      try {
        use.accept(port);
        return port;
      } catch (UncheckedIOException e) {
        // The next one may be free.
      }
    }
    throw new UncheckedIOException(
        new IOException("all ports from %d to %d are taken".formatted(first, last)));
  }
}
