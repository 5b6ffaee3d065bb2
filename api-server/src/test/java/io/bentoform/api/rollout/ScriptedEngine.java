package io.bentoform.api.rollout;

import io.bentoform.api.engine.ConfiguredService;
import io.bentoform.api.engine.Engine;
import io.bentoform.api.engine.Limitation;
import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.Pod;
import io.bentoform.api.engine.PodLog;
import io.bentoform.api.engine.Progress;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.ServiceTraffic;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.Unused;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An engine that does what a test says, and keeps a list of what it was asked for. */
final class ScriptedEngine implements Engine {
  /** What an apply of a deployment does. */
  interface Script {
    void run() throws RolloutException, InterruptedException;
  }

  /** As {@code apply a}, in the order in which they came. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  final Map<String, Script> scripts = new ConcurrentHashMap<>();
  final Set<String> known = ConcurrentHashMap.newKeySet();
  volatile int ready = 1;

  /** Runs after a look at a deployment, before the answer. */
  volatile Script looking = () -> {};

  @Override
  public Optional<URI> apply(Specification specification, Progress progress)
      throws RolloutException, InterruptedException {
    calls.add("apply " + specification.uid());
    known.add(specification.uid());
    Script script = scripts.get(specification.uid());
    if (script != null) {
      script.run();
    }
    return Optional.of(URI.create("http://127.0.0.1/"));
  }

  @Override
  public List<Limitation> check(List<ConfiguredService> services) {
    return List.of();
  }

  @Override
  public void remove(String uid) {
    calls.add("remove " + uid);
    known.remove(uid);
  }

  @Override
  public void abandon(String uid) {
    calls.add("abandon " + uid);
    known.remove(uid);
  }

  @Override
  public void stop(String uid) {
    calls.add("stop " + uid);
  }

  @Override
  public Observation observe(String uid) {
    int seen = ready;
    try {
      looking.run();
    } catch (RolloutException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new Observation(OptionalInt.empty(), seen, 1, Optional.empty(), Optional.empty(), false);
  }

  @Override
  public List<Pod> pods(String uid) {
    return List.of();
  }

  @Override
  public Optional<PodLog> log(String uid, String pod, int lines) {
    return Optional.empty();
  }

  @Override
  public Optional<SocketAddress> inside(String deploymentUid) {
    return Optional.empty();
  }

  @Override
  public List<ServiceTraffic> traffic() {
    return List.of();
  }

  @Override
  public Set<String> known() {
    return Set.copyOf(known);
  }

  @Override
  public void removeUnused(Unused kind, Instant before) {}

  @Override
  public void close() {}
}
