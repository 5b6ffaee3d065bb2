package io.bentoform.api.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A replica as the gateway sees it: its pooled connections and how many requests it has now. */
final class Replica {
  // Below the 5 s after which uvicorn closes an idle connection.
  private static final int KEEP_ALIVE_SECONDS = 3;
  private static final int CONNECT_TIMEOUT_MS = 2_000;
  private static final int MAX_CONNECTIONS = 100_000;

  private final Upstream upstream;
  private final SocketAddress address;
  private final Vertx vertx;
  private final int maxHeadBytes;
  // One for each event loop: a connection then stays on the loop of the clients that it serves, and
  // no thread has to wake another one for a request.
  private final Map<Thread, HttpClientAgent> clients = new ConcurrentHashMap<>();
  private final Set<HttpConnection> used = ConcurrentHashMap.newKeySet();
  private int inFlight;
  private boolean leaving;
  private boolean closed;

  Replica(Vertx vertx, Upstream upstream, int maxHeadBytes) {
    this.vertx = vertx;
    this.upstream = upstream;
    this.maxHeadBytes = maxHeadBytes;
    this.address = address(upstream.address());
  }

  private HttpClientAgent newClient() {
    return vertx
        .httpClientBuilder()
        .with(options(maxHeadBytes).setKeepAliveTimeout(KEEP_ALIVE_SECONDS))
        .with(new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS))
        .withConnectHandler(connection -> connection.closeHandler(end -> used.remove(connection)))
        .build();
  }

  static HttpClientOptions options(int maxHeadBytes) {
    return new HttpClientOptions()
        .setConnectTimeout(CONNECT_TIMEOUT_MS)
        .setMaxHeaderSize(maxHeadBytes)
        .setMaxInitialLineLength(maxHeadBytes)
        .setMaxChunkSize(64 * 1024)
        .setPipelining(false)
        .setDecompressionSupported(false);
  }

  static SocketAddress address(UpstreamAddress address) {
    return switch (address) {
      case UpstreamAddress.UnixSocket socket ->
          SocketAddress.domainSocketAddress(socket.path().toString());
      case UpstreamAddress.Tcp tcp -> SocketAddress.inetSocketAddress(tcp.port(), tcp.host());
    };
  }

  static RequestOptions request(SocketAddress address, HttpMethod method, String uri) {
    return new RequestOptions()
        .setServer(address)
        .setHost("localhost")
        .setPort(80)
        .setMethod(method)
        .setURI(uri);
  }

  String id() {
    return upstream.id();
  }

  /**
   * A request on a connection of its own, pooled or new; nothing is sent yet. Called on an event
   * loop.
   */
  Future<HttpClientRequest> connect(HttpMethod method, String uri) {
    return clients
        .computeIfAbsent(Thread.currentThread(), loop -> newClient())
        .request(request(address, method, uri));
  }

  /** Whether a request went over this connection before; from now on it did. */
  boolean wasUsed(HttpConnection connection) {
    return !used.add(connection);
  }

  synchronized int inFlight() {
    return inFlight;
  }

  synchronized void enter() {
    inFlight++;
  }

  synchronized void leave() {
    inFlight--;
    if (inFlight == 0) {
      notifyAll();
      closeIfDone();
    }
  }

  /** It is no longer routed: its connections are closed as soon as no request is in flight. */
  synchronized void retire() {
    leaving = true;
    closeIfDone();
  }

  /** It is routed, perhaps again; false when it is closed. */
  synchronized boolean keep() {
    leaving = false;
    return !closed;
  }

  /** Whether it was retired and has nothing in flight any more. */
  synchronized boolean isDone() {
    return closed;
  }

  private void closeIfDone() {
    if (leaving && inFlight == 0 && !closed) {
      closed = true;
      clients.values().forEach(HttpClientAgent::close);
    }
  }

  /** See {@link Gateway#awaitIdle}. */
  synchronized boolean awaitIdle(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (inFlight > 0) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return inFlight == 0;
  }
}
