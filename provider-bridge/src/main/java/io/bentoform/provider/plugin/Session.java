package io.bentoform.provider.plugin;

import io.bentoform.provider.log.Log;
import io.grpc.Context;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The state of one host: its environment, log, configuration and calls in flight. One process may
 * serve several hosts, so none of this is global.
 */
public final class Session {

  static final Context.Key<Session> CURRENT = Context.key("session");

  private final Map<String, String> environment;
  private final Log log;
  private final AtomicInteger callsInFlight = new AtomicInteger();
  private final Map<Class<?>, Object> attachments = new ConcurrentHashMap<>();
  private final List<Runnable> onEnd = new ArrayList<>();

  /**
   * Creates the session of a host.
   *
   * @param directory where the host works, which is {@code PWD} in the session's environment
   */
  Session(Map<String, String> environment, Path directory, Log log) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("PWD", directory.toString());
    this.environment = Map.copyOf(variables);
    this.log = log;
  }

  /** The session of the call that this thread handles. */
  public static Session current() {
    Session session = CURRENT.get();
    if (session == null) {
      throw new IllegalStateException("no call is being handled on this thread");
    }
    return session;
  }

  /**
   * The environment variables of the host. Relative paths in them are relative to {@code PWD}: this
   * process may work elsewhere.
   */
  public Map<String, String> environment() {
    return environment;
  }

  public Log log() {
    return log;
  }

  /** An object that a higher layer keeps for this host; created on first use. */
  public <T> T attachment(Class<T> kind, Function<Session, T> make) {
    return kind.cast(attachments.computeIfAbsent(kind, ignored -> make.apply(this)));
  }

  /** Registers an action to run when the host has disconnected. */
  public synchronized void onEnd(Runnable action) {
    onEnd.add(action);
  }

  /** Marks the start of a call; a host that is gone is served until its calls in flight end. */
  public void callStarted() {
    callsInFlight.incrementAndGet();
  }

  public void callEnded() {
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
