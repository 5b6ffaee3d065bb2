package io.bentoform.api.engine.local.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** One replica as its gateway sees it: where it listens and how many requests it has now. */
public final class Backend {
  private static final int CONNECT_TIMEOUT_MS = 2_000;
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final int port;
  private final AtomicInteger requests = new AtomicInteger();

  public Backend(int port) {
    this.port = port;
  }

  /** A new connection, counted as a request in flight until {@link #leave()}. */
  Socket enter() throws IOException {
    requests.incrementAndGet();
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MS);
      return socket;
    } catch (IOException e) {
      socket.close();
      leave();
      throw e;
    }
  }

  void leave() {
    requests.decrementAndGet();
  }

  /**
   * Waits until no request is in flight, at most so long; false when one still is. An interrupt
   * ends the wait and is kept for the caller.
   */
  public boolean awaitIdle(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (requests.get() > 0 && System.nanoTime() < deadline) {
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return requests.get() == 0;
      }
    }
    return requests.get() == 0;
  }
}
