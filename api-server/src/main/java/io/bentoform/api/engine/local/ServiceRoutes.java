package io.bentoform.api.engine.local;

import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.gateway.Choice;
import io.bentoform.api.gateway.Listener;
import io.bentoform.api.gateway.Route;
import io.bentoform.api.gateway.Version;
import io.bentoform.api.gateway.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/** The routes of one deployment: its address, and one for each service that others may call. */
record ServiceRoutes(DeploymentRecord record, ServiceSockets sockets) {
  static final String MAIN = "main";
  private static final int ALL = 100;

  /** How many requests wait for a replica at most. */
  private static final int QUEUE = 1000;

  /** The replica's own time limit comes first, so that its answer is the one that clients get. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  /**
   * The routes as of now.
   *
   * @param changing whether a rollout is in progress, which may bring replicas
   */
  List<Route> of(Collection<LocalService> services, boolean changing) {
    List<Route> routes = new ArrayList<>();
    for (LocalService service : services) {
      boolean entry = service.name().equals(record.entryService());
      routes.add(
          route(
              service,
              entry
                  ? new Listener.Port(record.port())
                  : new Listener.UnixSocket(sockets.of(record.uid(), service.name())),
              entry && record.isProtected(),
              changing));
    }
    if (routes.stream().noneMatch(route -> route.listener() instanceof Listener.Port)) {
      routes.add(closed());
    }
    return routes;
  }

  private Route route(
      LocalService service, Listener listener, boolean isProtected, boolean changing) {
    Target target = service.target();
    ServiceSpecification wanted = target == null ? null : target.service(service.name());
    Duration limit =
        wanted == null
            ? ServiceSpecification.DEFAULT_COLD_START_TIMEOUT
            : wanted.coldStartTimeout();
    Duration timeout = wanted == null ? ServiceSpecification.DEFAULT_TIMEOUT : wanted.timeout();
    return new Route(
        record.uid(),
        record.name(),
        service.name(),
        listener,
        isProtected,
        new Waiting(changing || service.canStart(), limit, QUEUE),
        timeout.plus(MARGIN),
        wanted != null && wanted.externalQueue()
            ? wanted.scaling().concurrency()
            : OptionalInt.empty(),
        new Choice.Random(),
        List.of(new Version(MAIN, ALL, service.replicas().upstreams())));
  }

  /** The address of a deployment of which nothing is known yet. */
  private Route closed() {
    return new Route(
        record.uid(),
        record.name(),
        record.entryService(),
        new Listener.Port(record.port()),
        record.isProtected(),
        new Waiting(false, ServiceSpecification.DEFAULT_COLD_START_TIMEOUT, QUEUE),
        ServiceSpecification.DEFAULT_TIMEOUT,
        OptionalInt.empty(),
        new Choice.Random(),
        List.of(new Version(MAIN, ALL, List.of())));
  }
}
