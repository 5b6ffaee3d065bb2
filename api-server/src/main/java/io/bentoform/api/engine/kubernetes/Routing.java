package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.endpoint.Endpoints;
import io.bentoform.api.engine.endpoint.ServedService;
import io.bentoform.api.gateway.Route;
import io.bentoform.api.gateway.Upstream;
import io.bentoform.api.gateway.UpstreamAddress;
import io.bentoform.api.gateway.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The route of a deployment's address, to the ready pods of its entry services.
 *
 * @param specification what it runs, or is about to run
 * @param awaited whether a pod can be expected while none is ready
 */
record Routing(
    Specification specification,
    boolean awaited,
    List<PodState> pods,
    Endpoints endpoints,
    int port) {
  private static final int ALL = 100;

  Route route() {
    List<Version> versions = new ArrayList<>();
    int given = specification.canaries().stream().mapToInt(Specification.Canary::weight).sum();
    versions.add(version(specification, ALL - given));
    specification
        .canaries()
        .forEach(canary -> versions.add(version(canary.specification(), canary.weight())));
    return new ServedService(
            specification.uid(), specification.name(), specification.entry(), entry(), awaited)
        .route(
            endpoints.listener(port),
            specification.protectedEndpoint(),
            specification.choice(),
            versions);
  }

  private Optional<ServiceSpecification> entry() {
    return specification.services().stream()
        .filter(service -> service.name().equals(specification.entry()))
        .findFirst();
  }

  private Version version(Specification version, int weight) {
    String entry = new ServiceId(version.version(), version.entry()).text();
    return new Version(
        version.version(),
        weight,
        pods.stream()
            .filter(pod -> pod.service().equals(entry) && pod.isReady())
            .flatMap(Routing::upstream)
            .toList());
  }

  private static Stream<Upstream> upstream(PodState pod) {
    return pod.address().stream()
        .map(address -> new Upstream(pod.uid(), new UpstreamAddress.Tcp(address, Layout.PORT)));
  }
}
