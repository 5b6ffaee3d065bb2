package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.engine.endpoint.Endpoints;
import io.bentoform.api.engine.endpoint.ServedService;
import io.bentoform.api.gateway.Choice;
import io.bentoform.api.gateway.Listener;
import io.bentoform.api.gateway.Route;
import io.bentoform.api.gateway.Upstream;
import io.bentoform.api.gateway.UpstreamAddress;
import io.bentoform.api.gateway.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The routes of a deployment: from its address to the ready pods of its entry services, and for
 * calls between services.
 */
record Routing(DeploymentRecord record, List<PodState> pods, Endpoints endpoints) {
  private static final int ALL = 100;

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    Route address = address();
    routes.add(address);
    routes.add(address.unprotected(internal(record.served().shares().getFirst().service())));
    for (String service : record.served().services().keySet()) {
      ServiceId id = ServiceId.of(service);
      if (!record.served().isEntry(id)) {
        routes.add(between(id));
      }
    }
    return routes;
  }

  private boolean isAwaited() {
    return record.changing() || record.isRolledOut();
  }

  private Route address() {
    List<Version> versions =
        record.served().shares().stream()
            .map(share -> version(share.service(), share.weight()))
            .toList();
    return service(record.served().entry(), record.served().shares().getFirst().service())
        .route(
            endpoints.listener(record.port()),
            record.served().guarded(),
            record.served().choice(),
            versions);
  }

  private Route between(ServiceId id) {
    return service(id.text(), id)
        .route(internal(id), false, new Choice.Random(), List.of(version(id, ALL)));
  }

  private Listener internal(ServiceId id) {
    return new Listener.Internal(record.names(id).base());
  }

  private ServedService service(String counted, ServiceId id) {
    return new ServedService(
        record.uid(),
        record.name(),
        counted,
        Optional.ofNullable(record.served().services().get(id.text())),
        isAwaited());
  }

  private Version version(ServiceId id, int weight) {
    return new Version(
        id.version(),
        weight,
        pods.stream()
            .filter(pod -> pod.service().equals(id.text()) && pod.isReady())
            .flatMap(Routing::upstream)
            .toList());
  }

  private static Stream<Upstream> upstream(PodState pod) {
    return pod.address().stream()
        .map(address -> new Upstream(pod.uid(), new UpstreamAddress.Tcp(address, Layout.PORT)));
  }
}
