package io.bentoform.api.engine.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports below the range of ephemeral ports: a gateway's port must still be free after a
 * restart.
 */
public final class Ports {
  private static final int FIRST = 20_000;
  private static final int AFTER_LAST = 32_000;
  private static final int ATTEMPTS = 100;

  private Ports() {}

  /** Tries to use a port, and fails when it is taken. */
  public interface Use<T> {
    T with(int port) throws IOException;
  }

  public static <T> T any(Use<T> use) throws IOException {
    IOException last = new IOException("no free port");
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        return use.with(ThreadLocalRandom.current().nextInt(FIRST, AFTER_LAST));
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  /** A port of loopback that is free at this moment. */
  public static int free() throws IOException {
    return any(
        port -> {
          require(port);
          return port;
        });
  }

  public static boolean isFree(int port) {
    try {
      require(port);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void require(int port) throws IOException {
    new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
  }
}
