package io.bentoform.api.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Opens an engine in the background, and tries again after a failure until it is open. */
final class EngineConnection implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EngineConnection.class.getName());
  private static final String NOT_YET = "The server is still connecting to the cluster.";
  private static final String FAILED =
      "The engine of the cluster could not be opened. The server's log has more.";

  private final RemoteEngine.Opener opener;
  private final Duration pause;
  private final CountDownLatch tried = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("engine-connection").unstarted(this::run);
  private volatile String problem = NOT_YET;
  private volatile @Nullable Engine open;
  private boolean closed;

  EngineConnection(RemoteEngine.Opener opener, Duration pause) {
    this.opener = opener;
    this.pause = pause;
  }

  void begin() {
    thread.start();
  }

  private void run() {
    try {
      while (!tryToOpen()) {
        tried.countDown();
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      tried.countDown();
    }
  }

  private boolean tryToOpen() {
    try {
      keep(opener.open());
      return true;
    } catch (EngineUnavailableException e) {
      tell(Optional.of(e.getMessage()), e);
    } catch (RuntimeException e) {
      tell(opener.explain(e), e);
    }
    return false;
  }

  private void tell(Optional<String> explained, RuntimeException failure) {
    String now = explained.orElse(FAILED);
    if (explained.isEmpty()) {
      LOG.log(Level.SEVERE, FAILED, failure);
    } else if (!now.equals(problem)) {
      LOG.log(Level.WARNING, now);
    }
    problem = now;
  }

  private synchronized void keep(Engine engine) {
    if (closed) {
      engine.close();
    } else {
      open = engine;
    }
  }

  /** The engine, once the first attempt to open it has ended. */
  Engine await() throws InterruptedException {
    tried.await();
    return require();
  }

  /**
   * The engine.
   *
   * @throws EngineUnavailableException while it is not open
   */
  Engine require() {
    return now().orElseThrow(() -> new EngineUnavailableException(problem));
  }

  /** The engine, if it is open. */
  Optional<Engine> now() {
    return Optional.ofNullable(open);
  }

  /** Why it is not open, for users. */
  String problem() {
    return problem;
  }

  @Override
  public synchronized void close() {
    closed = true;
    thread.interrupt();
    now().ifPresent(Engine::close);
    open = null;
    problem = NOT_YET;
  }
}
