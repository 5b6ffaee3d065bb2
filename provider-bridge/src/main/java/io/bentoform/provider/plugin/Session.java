package io.bentoform.provider.plugin;

import io.bentoform.provider.log.Log;
import io.grpc.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Everything that belongs to one host: its environment, its log, what was configured for it and the
 * calls in flight. One process may serve several hosts, so nothing of this is ever global.
 */
public final class Session {

  static final Context.Key<Session> CURRENT = Context.key("session");

  private final Map<String, String> environment;
  private final Log log;
  private final AtomicInteger callsInFlight = new AtomicInteger();
  private final Map<Class<?>, Object> attachments = new ConcurrentHashMap<>();
  private final List<Runnable> onEnd = new ArrayList<>();

  Session(Map<String, String> environment, Log log) {
    this.environment = Map.copyOf(environment);
    this.log = log;
  }

  /** The session of the call that this thread handles. */
  public static Session current() {
    Session session = CURRENT.get();
    if (session == null) {
      throw new IllegalStateException("no call is being handled");
    }
    return session;
  }

  /** The environment that the host gave. */
  public Map<String, String> environment() {
    return environment;
  }

  public Log log() {
    return log;
  }

  /** What a layer above keeps for this host; made at first use. */
  public <T> T attachment(Class<T> kind, Function<Session, T> make) {
    return kind.cast(attachments.computeIfAbsent(kind, ignored -> make.apply(this)));
  }

  /** Runs when the host is gone. */
  public synchronized void onEnd(Runnable action) {
    onEnd.add(action);
  }

  /** A call begins; the process does not end under it without need. */
  public void callBegins() {
    callsInFlight.incrementAndGet();
  }

  public void callEnds() {
    callsInFlight.decrementAndGet();
  }

  int callsInFlight() {
    return callsInFlight.get();
  }

  void end() {
    List<Runnable> actions;
    synchronized (this) {
      actions = List.copyOf(onEnd);
      onEnd.clear();
    }
    actions.forEach(Runnable::run);
  }
}
