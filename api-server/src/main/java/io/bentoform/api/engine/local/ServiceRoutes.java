package io.bentoform.api.engine.local;

import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.endpoint.Endpoints;
import io.bentoform.api.engine.endpoint.ServedService;
import io.bentoform.api.gateway.Choice;
import io.bentoform.api.gateway.Listener;
import io.bentoform.api.gateway.Route;
import io.bentoform.api.gateway.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The routes of one deployment: its address, the same for this server itself, and one for each
 * service that others may call.
 */
record ServiceRoutes(
    DeploymentRecord record, Endpoints endpoints, ServiceSockets sockets, LocalServices services) {
  private static final int ALL = 100;

  /**
   * The routes as of now.
   *
   * @param changing whether a rollout is in progress or about to begin, which may bring replicas
   */
  List<Route> of(boolean changing) {
    List<Route> routes = new ArrayList<>();
    Optional<Specification> main = services.main().map(Target::specification);
    List<Specification.Canary> canaries = main.map(Specification::canaries).orElse(List.of());
    Route address = address(main, canaries, changing);
    routes.add(address);
    routes.add(
        address.unprotected(new Listener.UnixSocket(sockets.of(record.uid(), record.entryId()))));
    for (LocalService service : services.all()) {
      if (entries(canaries).noneMatch(service.id()::equals)) {
        routes.add(between(service, changing));
      }
    }
    return routes;
  }

  private static ServiceId entry(Specification.Canary canary) {
    return new ServiceId(canary.specification().version(), canary.specification().entry());
  }

  /** The services that take the requests to the address. */
  private Stream<ServiceId> entries(List<Specification.Canary> canaries) {
    return Stream.concat(Stream.of(record.entryId()), canaries.stream().map(ServiceRoutes::entry));
  }

  /** The address of the deployment, with a part of the requests for each canary version. */
  private Route address(
      Optional<Specification> main, List<Specification.Canary> canaries, boolean changing) {
    List<Version> versions = new ArrayList<>();
    int left = ALL - canaries.stream().mapToInt(Specification.Canary::weight).sum();
    versions.add(version(record.entryId(), left));
    canaries.forEach(canary -> versions.add(version(entry(canary), canary.weight())));
    Optional<LocalService> service = services.find(record.entryId());
    boolean awaited =
        entries(canaries)
            .flatMap(id -> services.find(id).stream())
            .anyMatch(LocalService::canStart);
    return route(
        record.entryService(),
        service,
        endpoints.listener(record.port()),
        record.isProtected(),
        changing || awaited,
        main.map(Specification::choice).orElseGet(Choice.Random::new),
        versions);
  }

  /** For calls between services of one version. */
  private Route between(LocalService service, boolean changing) {
    return route(
        service.id().text(),
        Optional.of(service),
        new Listener.UnixSocket(sockets.of(record.uid(), service.id())),
        false,
        changing || service.canStart(),
        new Choice.Random(),
        List.of(version(service.id(), ALL)));
  }

  private Version version(ServiceId id, int weight) {
    return new Version(
        id.version(),
        weight,
        services.find(id).map(service -> service.replicas().upstreams()).orElse(List.of()));
  }

  private Route route(
      String name,
      Optional<LocalService> service,
      Listener listener,
      boolean isProtected,
      boolean awaited,
      Choice choice,
      List<Version> versions) {
    return new ServedService(
            record.uid(),
            record.name(),
            name,
            service.flatMap(LocalService::specification),
            awaited)
        .route(listener, isProtected, choice, versions);
  }
}
