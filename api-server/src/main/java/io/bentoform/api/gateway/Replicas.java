package io.bentoform.api.gateway;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All replicas that are routed, and those that were and still have requests. */
final class Replicas {
  private final Vertx vertx;
  private final int maxHeadBytes;
  private final Map<String, Replica> byId = new ConcurrentHashMap<>();

  Replicas(Vertx vertx, int maxHeadBytes) {
    this.vertx = vertx;
    this.maxHeadBytes = maxHeadBytes;
  }

  /** Those of a route, by version. */
  Map<String, List<Replica>> of(Route route) {
    Map<String, List<Replica>> all = new LinkedHashMap<>();
    for (Version version : route.versions()) {
      all.put(
          version.label(),
          version.upstreams().stream()
              .map(
                  upstream ->
                      byId.compute(
                          upstream.id(),
                          (id, known) ->
                              known != null && known.keep()
                                  ? known
                                  : new Replica(vertx, upstream, maxHeadBytes)))
              .toList());
    }
    return all;
  }

  /** Those without a route are closed when they have no requests any more. */
  void retain(Set<String> routed) {
    byId.forEach(
        (id, replica) -> {
          if (!routed.contains(id)) {
            replica.retire();
          }
        });
    sweep();
  }

  void sweep() {
    byId.values().removeIf(Replica::isDone);
  }

  boolean awaitIdle(String id, Duration limit) {
    Replica replica = byId.get(id);
    return replica == null || replica.awaitIdle(limit);
  }
}
