package io.bentoform.api;

import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.cluster.ClusterStore;
import io.bentoform.api.cluster.EngineType;
import io.bentoform.api.engine.Engine;
import io.bentoform.api.engine.Engines;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The engines of all clusters: that of this machine, and one for each cluster that has its own. A
 * cluster whose settings have changed, here or on another server, gets a new one.
 */
final class ClusterEngines implements Engines, AutoCloseable {
  private final Engine local;
  private final ClusterStore clusters;
  private final Function<Cluster, Engine> opener;
  private final Map<String, Opened> opened = new HashMap<>();
  private boolean closed;

  private record Opened(int version, Engine engine) {}

  /**
   * Opens nothing yet.
   *
   * @param local of the clusters that this machine runs; closed with this
   * @param opener makes the engine of another cluster, at once
   */
  ClusterEngines(Engine local, ClusterStore clusters, Function<Cluster, Engine> opener) {
    this.local = local;
    this.clusters = clusters;
    this.opener = opener;
  }

  @Override
  public Engine of(String clusterUid) {
    return of(
        clusters
            .withUid(clusterUid)
            .orElseThrow(() -> new IllegalStateException("There is no cluster " + clusterUid)));
  }

  @Override
  public List<Engine> all() {
    List<Cluster> others =
        clusters.all().stream()
            .filter(cluster -> cluster.engine().type() == EngineType.KUBERNETES)
            .toList();
    closeAllBut(others.stream().map(Cluster::uid).collect(Collectors.toSet()));
    return Stream.concat(Stream.of(local), others.stream().map(this::remote)).toList();
  }

  private Engine of(Cluster cluster) {
    return switch (cluster.engine().type()) {
      case LOCAL -> local;
      case KUBERNETES -> remote(cluster);
    };
  }

  private synchronized Engine remote(Cluster cluster) {
    if (closed) {
      throw new IllegalStateException("the engines are closed");
    }
    @Nullable Opened before = opened.get(cluster.uid());
    // A version that is older was read before the change.
    if (before != null && before.version() >= cluster.engine().version()) {
      return before.engine();
    }
    close(before);
    Engine engine = opener.apply(cluster);
    opened.put(cluster.uid(), new Opened(cluster.engine().version(), engine));
    return engine;
  }

  private synchronized void closeAllBut(Set<String> uids) {
    List<String> gone = opened.keySet().stream().filter(uid -> !uids.contains(uid)).toList();
    gone.forEach(uid -> close(opened.remove(uid)));
  }

  private static void close(@Nullable Opened engine) {
    if (engine != null) {
      engine.engine().close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    opened.values().forEach(ClusterEngines::close);
    opened.clear();
    local.close();
  }
}
