package io.bentoform.provider.plugin;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives each connection its session and each call the session of its connection, and tracks when
 * the last connection has closed.
 */
final class Connections extends ServerTransportFilter implements ServerInterceptor {

  private static final Attributes.Key<Session> SESSION = Attributes.Key.create("session");

  private final Supplier<Session> sessions;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int open;
  private int seen;

  /**
   * Counts connections.
   *
   * @param sessions supplies the session of a new connection: a shared one when one host uses the
   *     process, a new one each time when several do
   */
  Connections(Supplier<Session> sessions) {
    this.sessions = sessions;
  }

  @Override
  public Attributes transportReady(Attributes transport) {
    count(1);
    return transport.toBuilder().set(SESSION, sessions.get()).build();
  }

  @Override
  public void transportTerminated(@Nullable Attributes transport) {
    Session session = transport == null ? null : transport.get(SESSION);
    if (session == null) {
      return; // closed before it was ready, so it was never counted
    }
    count(-1);
    session.end();
  }

  private void count(int difference) {
    lock.lock();
    try {
      open += difference;
      seen += Math.max(difference, 0);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Session session = call.getAttributes().get(SESSION);
    Context context = Context.current().withValue(Session.CURRENT, session);
    return Contexts.interceptCall(context, call, headers, next);
  }

  /** Waits for the first connection; false on timeout. */
  boolean awaitFirst(Duration limit) throws InterruptedException {
    return await(() -> seen > 0, limit);
  }

  /** Waits until no connection is open; false on timeout. */
  boolean awaitNone(Duration limit) throws InterruptedException {
    return await(() -> open == 0, limit);
  }

  /** Waits until a connection is open, which it may be already; false on timeout. */
  boolean awaitReconnect(Duration limit) throws InterruptedException {
    return await(() -> open > 0, limit);
  }

  private boolean await(Supplier<Boolean> condition, Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (!condition.get()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(Math.min(left, TimeUnit.HOURS.toNanos(1)));
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
