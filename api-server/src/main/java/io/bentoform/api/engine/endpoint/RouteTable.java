package io.bentoform.api.engine.endpoint;

import io.bentoform.api.gateway.DataPath;
import io.bentoform.api.gateway.Route;
import io.bentoform.api.gateway.Routes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The routes of all deployments of an engine, as its gateway gets them. */
public final class RouteTable {
  private final DataPath path;
  private final Map<String, List<Route>> routes = new TreeMap<>();
  private long version;

  public RouteTable(DataPath path) {
    this.path = path;
  }

  /**
   * Replaces the routes of a deployment.
   *
   * @throws java.io.UncheckedIOException when its port is taken; then it has no routes
   */
  public synchronized void put(String uid, List<Route> replacement) {
    if (replacement.equals(routes.put(uid, List.copyOf(replacement)))) {
      return;
    }
    try {
      publish();
    } catch (RuntimeException e) {
      routes.remove(uid);
      throw e;
    }
  }

  public synchronized void remove(String uid) {
    if (routes.remove(uid) != null) {
      publish();
    }
  }

  private void publish() {
    version++;
    path.apply(new Routes(version, routes.values().stream().flatMap(List::stream).toList()));
  }
}
