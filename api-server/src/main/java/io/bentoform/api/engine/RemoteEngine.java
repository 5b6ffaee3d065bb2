package io.bentoform.api.engine;

import io.bentoform.api.gateway.remote.RemoteGateways;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An engine on other machines, which may be away when the server starts and later. It is opened in
 * the background, and again a while after that failed. A call that changes something waits for the
 * first attempt; one that only looks never waits.
 */
public final class RemoteEngine implements Engine {
  private static final String CONDITION = "EngineReachable";
  private static final String REASON = "EngineUnavailable";

  private final EngineConnection connection;
  private final Opener opener;
  private final Map<String, String> problems = new ConcurrentHashMap<>();

  /** Opens the engine, and explains its failures. */
  public interface Opener {
    /**
     * Connects, in a bounded time.
     *
     * @throws EngineUnavailableException when it cannot, with a message for users
     * @throws RuntimeException when {@link #explain} has words for it, or for a fault of ours
     */
    Engine open();

    /**
     * What users should know of a failure of a call.
     *
     * @return one or two sentences without any value; empty for what is no failure to reach it
     */
    Optional<String> explain(RuntimeException failure);
  }

  /**
   * Begins to open it.
   *
   * @param pause between two attempts to open it
   */
  public RemoteEngine(Opener opener, Duration pause) {
    this.opener = opener;
    this.connection = new EngineConnection(opener, pause);
    connection.begin();
  }

  private interface Change<T> {
    T of(Engine engine) throws RolloutException, InterruptedException;
  }

  private <T> T change(String uid, Change<T> change) throws RolloutException, InterruptedException {
    try {
      T result = change.of(connection.await());
      problems.remove(uid);
      return result;
    } catch (EngineUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      Optional<String> problem = opener.explain(e);
      if (problem.isEmpty()) {
        throw e;
      }
      problems.put(uid, problem.get());
      throw new EngineUnavailableException(problem.get());
    }
  }

  /** As {@link Change}, of what is no rollout. */
  private interface End {
    void of(Engine engine) throws InterruptedException;
  }

  private void end(String uid, End end) throws InterruptedException {
    try {
      change(
          uid,
          engine -> {
            end.of(engine);
            return uid;
          });
    } catch (RolloutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean isBoundToMachine() {
    return false;
  }

  @Override
  public Optional<URI> apply(Specification specification, Progress progress)
      throws RolloutException, InterruptedException {
    return change(specification.uid(), engine -> engine.apply(specification, progress));
  }

  @Override
  public void remove(String deploymentUid) throws InterruptedException {
    end(deploymentUid, engine -> engine.remove(deploymentUid));
  }

  @Override
  public void abandon(String deploymentUid) throws InterruptedException {
    end(deploymentUid, engine -> engine.abandon(deploymentUid));
  }

  @Override
  public void stop(String deploymentUid) throws InterruptedException {
    end(deploymentUid, engine -> engine.stop(deploymentUid));
  }

  @Override
  public List<Limitation> check(List<ConfiguredService> services) {
    return connection.now().map(engine -> engine.check(services)).orElse(List.of());
  }

  @Override
  public List<Notice> notices() {
    return connection.now().map(Engine::notices).orElse(List.of());
  }

  /** With why the last call for this deployment failed, or why there is no engine yet. */
  @Override
  public List<Notice> notices(String deploymentUid) {
    Optional<Engine> open = connection.now();
    String problem =
        open.isEmpty() ? connection.problem() : problems.getOrDefault(deploymentUid, "");
    return problem.isEmpty()
        ? open.orElseThrow().notices(deploymentUid)
        : List.of(new Notice(CONDITION, REASON, problem));
  }

  @Override
  public Observation observe(String deploymentUid) {
    return connection.require().observe(deploymentUid);
  }

  @Override
  public Optional<PodLog> log(String deploymentUid, String pod, int lines) throws IOException {
    return connection.require().log(deploymentUid, pod, lines);
  }

  @Override
  public Optional<SocketAddress> inside(String deploymentUid) {
    return connection.require().inside(deploymentUid);
  }

  @Override
  public Optional<RemoteGateways> gateways() {
    return connection.now().flatMap(Engine::gateways);
  }

  @Override
  public Set<String> known() {
    return connection.require().known();
  }

  /** Nothing is seen of an engine that is away. */
  @Override
  public List<Pod> pods(String deploymentUid) {
    return connection.now().map(engine -> engine.pods(deploymentUid)).orElse(List.of());
  }

  @Override
  public List<ServiceTraffic> traffic() {
    return connection.now().map(Engine::traffic).orElse(List.of());
  }

  @Override
  public void removeUnused(Unused kind, Instant before) {
    connection.now().ifPresent(engine -> engine.removeUnused(kind, before));
  }

  @Override
  public void close() {
    connection.close();
  }
}
