package io.bentoform.api.gateway;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client from its head to the end of its response. All methods run on the event
 * loop of the client's connection, except those that {@link Waiter} and {@link Deadlines.Expiring}
 * declare.
 */
final class Exchange implements Waiter, Deadlines.Expiring, Call.Events {
  private static final System.Logger LOG = System.getLogger(Exchange.class.getName());

  /** What all exchanges of a gateway share. */
  record Surroundings(Vertx vertx, EndpointGuard guard, Deadlines deadlines, Duration stall) {}

  private enum State {
    WAITING,
    PASSED_ON,
    ANSWERING,
    OVER
  }

  private final Surroundings gateway;
  private final ServicePool pool;
  private final Route route;
  private final HttpServerRequest request;
  private final RequestBody body;
  private final Context context;
  private final long start = System.nanoTime();
  private final Set<String> tried = new HashSet<>();
  private final Runnable malformed = this::refuseMalformed;
  private State state = State.WAITING;
  private boolean checked;
  private boolean retried;
  private @Nullable Lease lease;
  private @Nullable Call call;
  private volatile long deadline = Deadlines.NONE;
  private volatile long clientDeadline = Deadlines.NONE;

  Exchange(Surroundings gateway, ServicePool pool, Route route, HttpServerRequest request) {
    this.gateway = gateway;
    this.pool = pool;
    this.route = route;
    this.request = request;
    this.context = gateway.vertx().getOrCreateContext();
    this.body = RequestBody.of(request);
  }

  void start() {
    request.response().exceptionHandler(gone -> abandon());
    request.exceptionHandler(gone -> abandon());
    if (request.version() != HttpVersion.HTTP_2) {
      StrictRequestDecoder.onMalformedBody(request.connection(), malformed);
    }
    if (route.isProtected() && !(route.listener() instanceof Listener.UnixSocket)) {
      Thread.ofVirtual().name("endpoint-guard").start(this::authorize);
    } else if (body.mayBeEmpty()) {
      context.runOnContext(next -> enter());
    } else {
      enter();
    }
  }

  private void authorize() {
    Refusal refusal = null;
    try {
      if (!HeaderRules.token(request).map(gateway.guard()::allows).orElse(false)) {
        refusal = Refusal.UNAUTHORIZED;
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "A token could not be checked", e);
      refusal = Refusal.TOKEN_NOT_CHECKED;
    }
    Refusal result = refusal;
    context.runOnContext(
        back -> {
          if (result == null) {
            checked = true;
            enter();
          } else {
            refuse(result);
          }
        });
  }

  private void enter() {
    if (state == State.OVER) {
      return;
    }
    state = State.WAITING;
    pool.requested();
    if (WaitingPage.isFor(request) && pool.isWaking(this)) {
      end(Refusal.NO_REPLICA.status());
      Answers.waitingPage(gateway.vertx(), request);
      return;
    }
    switch (pool.enter(this)) {
      case ServicePool.Turn.Granted(Lease given) -> pass(given);
      case ServicePool.Turn.Refused(Refusal refusal) -> refuse(refusal);
      case ServicePool.Turn.Waits() -> {
        deadline = start + route.waiting().limit().toNanos();
        gateway.deadlines().add(this);
      }
    }
  }

  @Override
  public Version choose(Route current) {
    return VersionChoice.choose(current, request);
  }

  @Override
  public Set<String> tried() {
    return tried;
  }

  @Override
  public void granted(Lease given) {
    context.runOnContext(
        back -> {
          if (state == State.OVER) {
            pool.release(given);
          } else {
            pass(given);
          }
        });
  }

  @Override
  public void refused(Refusal refusal) {
    context.runOnContext(back -> refuse(refusal));
  }

  private void pass(Lease given) {
    lease = given;
    state = State.PASSED_ON;
    deadline = System.nanoTime() + route.timeout().toNanos();
    gateway.deadlines().add(this);
    given
        .replica()
        .connect(request.method(), RequestTarget.of(request))
        .onComplete(upstream -> send(given, upstream), failure -> notAccepted(given, failure));
  }

  private void send(Lease given, HttpClientRequest upstream) {
    if (state == State.OVER) {
      upstream.reset();
      return;
    }
    boolean reused = given.replica().wasUsed(upstream.connection());
    Call next = new Call(request, body, upstream, reused, this);
    call = next;
    next.send(checked);
  }

  private void notAccepted(Lease given, Throwable failure) {
    if (state != State.OVER) {
      LOG.log(System.Logger.Level.DEBUG, "A replica accepts no connection: {0}", failure);
      tried.add(given.replica().id());
      release();
      enter();
    }
  }

  @Override
  public void answering() {
    state = State.ANSWERING;
    deadline = Deadlines.NONE;
  }

  @Override
  public void failed(boolean again) {
    call = null;
    if (again && !retried) {
      retried = true;
      release();
      enter();
    } else {
      refuse(Refusal.UNREACHABLE);
    }
  }

  @Override
  public void broken() {
    pool.counters().failed();
    end(request.response().getStatusCode());
    Answers.breakOff(request);
  }

  @Override
  public void done(int status) {
    end(status);
    if (!request.isEnded() && status != 101) {
      Answers.settle(gateway.vertx(), request, false);
    }
  }

  @Override
  public void clientTurn() {
    clientDeadline = System.nanoTime() + gateway.stall().toNanos();
  }

  @Override
  public void replicaTurn() {
    clientDeadline = Deadlines.NONE;
  }

  @Override
  public long deadline() {
    return Math.min(deadline, clientDeadline);
  }

  @Override
  public void expire() {
    context.runOnContext(
        late -> {
          long now = System.nanoTime();
          if (state == State.OVER) {
            return;
          }
          if (clientDeadline != Deadlines.NONE && now - clientDeadline >= 0) {
            stalled();
          } else if (deadline != Deadlines.NONE && now - deadline >= 0) {
            if (state == State.PASSED_ON) {
              refuse(Refusal.TIMED_OUT);
            } else if (state == State.WAITING && pool.withdraw(this)) {
              refuse(Refusal.WAITED_TOO_LONG);
            }
          }
        });
  }

  private void stalled() {
    if (state == State.ANSWERING) {
      broken();
    } else {
      refuse(Refusal.STALLED);
    }
  }

  private void refuse(Refusal refusal) {
    if (state == State.OVER) {
      return;
    }
    pool.counters().failed();
    end(refusal.status());
    Answers.refuse(gateway.vertx(), request, refusal);
  }

  private void refuseMalformed() {
    if (state == State.ANSWERING) {
      broken();
    } else {
      refuse(Refusal.MALFORMED);
    }
  }

  private void abandon() {
    if (state != State.OVER) {
      pool.counters().abandoned();
      finish();
    }
  }

  private void end(int status) {
    if (state != State.OVER) {
      pool.counters().answered(status, System.nanoTime() - start);
      finish();
    }
  }

  private void finish() {
    boolean waiting = state == State.WAITING;
    boolean cut = call != null && !call.isOver();
    state = State.OVER;
    gateway.deadlines().remove(this);
    StrictRequestDecoder.forget(request.connection(), malformed);
    if (waiting) {
      pool.withdraw(this);
    }
    if (cut && call != null) {
      call.cancel();
    }
    release();
  }

  private void release() {
    Lease held = lease;
    if (held != null) {
      lease = null;
      pool.release(held);
    }
  }
}
