package io.bentoform.provider.plugin;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * One host that is served: a key, a certificate and a listener that no other host has, and its
 * session, from before the handshake line until the host has called Shutdown or is gone.
 */
final class ServedHost {

  /** How long to wait for the host to connect after the handshake line. */
  private static final Duration FIRST_CONNECTION = Duration.ofSeconds(60);

  /** How long to wait for a reconnect after the last connection has closed. */
  private static final Duration RECONNECT = Duration.ofSeconds(2);

  /** How long to wait for the host to disconnect after Shutdown. */
  private static final Duration HANG_UP = Duration.ofMillis(500);

  /** How long to wait for calls in flight after the host has disconnected. */
  private static final Duration FINISH = Duration.ofSeconds(30);

  private final Session session;
  private final Connections connections;
  private final CompletableFuture<Void> shutdown;
  private final Transport.Listening listening;
  private final String handshakeLine;
  private final Thread watch =
      Thread.ofPlatform().daemon().name("host-watch").unstarted(this::watch);

  ServedHost(
      Session session,
      Connections connections,
      CompletableFuture<Void> shutdown,
      Transport.Listening listening,
      String handshakeLine) {
    this.session = session;
    this.connections = connections;
    this.shutdown = shutdown;
    this.listening = listening;
    this.handshakeLine = handshakeLine;
    this.watch.start();
  }

  /** The line for standard output that tells the host where to connect. */
  String handshakeLine() {
    return handshakeLine;
  }

  /** Waits until the host has called Shutdown or is gone, then closes listener and connections. */
  void serve() throws InterruptedException {
    try {
      shutdown.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing fails it", e);
    } finally {
      connections.awaitNone(shutdown.isDone() ? HANG_UP : Duration.ZERO);
      listening.stop();
    }
  }

  /** Serves the host no longer, as if its process had been killed. */
  void abandon() {
    shutdown.complete(null);
    listening.stop();
  }

  /** Ends calls that still run, and the threads of this host. */
  void release() throws InterruptedException {
    session.end();
    listening.awaitEnd();
    watch.interrupt();
    watch.join();
  }

  /** Shuts down when the host disconnects without a Shutdown call, as after kill -9. */
  private void watch() {
    try {
      if (connections.awaitFirst(FIRST_CONNECTION)) {
        do {
          awaitNone();
        } while (connections.awaitReconnect(RECONNECT));
        awaitCalls();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      shutdown.complete(null);
    }
  }

  private void awaitNone() throws InterruptedException {
    while (!connections.awaitNone(Duration.ofHours(1))) {
      // the host is still connected
    }
  }

  private void awaitCalls() throws InterruptedException {
    long deadline = System.nanoTime() + FINISH.toNanos();
    while (session.callsInFlight() > 0 && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
  }
}
