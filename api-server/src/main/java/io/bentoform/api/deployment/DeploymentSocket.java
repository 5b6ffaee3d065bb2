package io.bentoform.api.deployment;

import io.bentoform.api.access.Access;
import io.bentoform.api.access.Principal;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.cluster.ClusterStore;
import io.bentoform.api.engine.EngineUnavailableException;
import io.bentoform.api.http.Json;
import io.bentoform.api.http.ProblemException;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.websocket.WsCloseCodes;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket of a client (contract C10), with the same header as every call. It sends from a
 * thread of its own, which ends with the socket.
 */
abstract class DeploymentSocket implements WsListener {
  private static final Logger LOG = Logger.getLogger(DeploymentSocket.class.getName());

  /** The command line sends a ping each 20 s and gives up when no answer comes in as long again. */
  private static final Duration SILENCE = Duration.ofSeconds(70);

  private static final Duration CHECK = Duration.ofSeconds(20);

  private final Access guard;
  private final ClusterStore clusters;
  private final OpenSockets open;
  private @Nullable Thread connection;
  private @Nullable Principal principal;
  private @Nullable HttpPrologue prologue;
  private final ReentrantLock sending = new ReentrantLock();
  private @Nullable Headers headers;
  private volatile long heard = System.nanoTime();
  private volatile long checked = System.nanoTime();
  private volatile boolean closed;

  DeploymentSocket(Access guard, ClusterStore clusters, OpenSockets open) {
    this.guard = guard;
    this.clusters = clusters;
    this.open = open;
  }

  /**
   * Runs inside the filters of every route, so a refusal is a problem body.
   *
   * @throws ProblemException when the token may not open it, or has too many open
   */
  @Override
  public Optional<Headers> onHttpUpgrade(HttpPrologue request, Headers sent) {
    principal = guard.authorize(request, sent).orElseThrow();
    open.enter(principal);
    connection = Thread.currentThread();
    prologue = request;
    headers = sent;
    return Optional.empty();
  }

  /** Sends until the socket is closed, or nothing more will come. */
  abstract void stream(WsSession session) throws Exception;

  /** An error frame. */
  abstract Object error(String message);

  void start(WsSession session) {
    Thread.ofVirtual().name("socket").start(() -> run(session));
  }

  private void run(WsSession session) {
    try {
      stream(session);
    } catch (ProblemException e) {
      send(session, error(e.problem().detail()));
    } catch (EngineUnavailableException e) {
      send(session, error(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      if (!closed) {
        LOG.log(Level.WARNING, "A socket failed", e);
        send(session, error("The server failed. Its log has more."));
      }
    }
    if (!closed) {
      closed = true;
      write(() -> session.close(WsCloseCodes.NORMAL_CLOSE, ""));
    }
  }

  /** Sends a frame; when the peer is gone, the socket is closed. */
  void send(WsSession session, Object frame) {
    write(() -> session.send(Json.write(frame), true));
  }

  /** One frame at a time: the answer to a ping comes from another thread. */
  private void write(Runnable frame) {
    sending.lock();
    try {
      frame.run();
    } catch (RuntimeException e) {
      closed = true;
      LOG.log(Level.FINE, "The peer of a socket is gone", e);
    } finally {
      sending.unlock();
    }
  }

  /**
   * Whether the socket is still open. Pings detect a peer that is gone, and a token that is no
   * longer valid ends the socket.
   *
   * @throws ProblemException when the token is no longer valid
   */
  boolean isOpen(WsSession session) {
    long now = System.nanoTime();
    if (!Objects.requireNonNull(connection).isAlive()) {
      closed = true;
    } else if (now - heard > SILENCE.toNanos()) {
      closed = true;
      write(session::terminate);
    } else if (now - checked > CHECK.toNanos()) {
      checked = now;
      write(() -> session.ping(BufferData.empty()));
      guard.authorize(Objects.requireNonNull(prologue), Objects.requireNonNull(headers));
    }
    return !closed;
  }

  /** The peer has sent something. */
  void heard() {
    heard = System.nanoTime();
  }

  @Override
  public void onPing(WsSession session, BufferData payload) {
    heard();
    write(() -> session.pong(payload));
  }

  @Override
  public void onPong(WsSession session, BufferData payload) {
    heard();
  }

  @Override
  public void onClose(WsSession session, int status, String reason) {
    closed = true;
  }

  @Override
  public void onError(WsSession session, Throwable failure) {
    closed = true;
    LOG.log(Level.FINE, "A socket broke", failure);
  }

  Principal principal() {
    return Objects.requireNonNull(principal);
  }

  Cluster cluster(Optional<String> name) {
    return clusters.resolve(principal().organization(), name);
  }

  /** The part of the path at this position, from 0. */
  String segment(int position) {
    List<String> segments =
        List.of(Objects.requireNonNull(prologue).uriPath().path().substring(1).split("/", -1));
    return segments.get(position);
  }

  Optional<String> parameter(String name) {
    UriQuery query = Objects.requireNonNull(prologue).query();
    return query.all(name, List::of).stream().findFirst().filter(text -> !text.isEmpty());
  }
}
