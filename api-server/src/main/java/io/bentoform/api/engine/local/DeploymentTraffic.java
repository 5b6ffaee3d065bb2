package io.bentoform.api.engine.local;

import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.engine.ServiceTraffic;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.gateway.Gateway;
import io.bentoform.api.gateway.GatewayMetrics;
import io.bentoform.api.gateway.Load;
import io.bentoform.api.scaling.Demand;
import java.util.List;
import java.util.OptionalDouble;

/** Which services of a deployment the requests are for that its gateway counts. */
record DeploymentTraffic(DeploymentRecord record, LocalServices services, Gateway gateway) {

  /** At the address of the deployment, each version has an entry service of its own. */
  ServiceId routed(String service, String version) {
    if (!service.equals(record.entryService())) {
      return ServiceId.of(service);
    }
    String entry =
        services.targets().stream()
            .map(Target::specification)
            .filter(specification -> specification.version().equals(version))
            .map(Specification::entry)
            .findFirst()
            .orElse(service);
    return new ServiceId(version, entry);
  }

  /** The requests of a service now. */
  Demand demand(LocalService service, OptionalDouble cpuPercent) {
    String version = service.id().version();
    boolean entry = service.id().equals(routed(record.entryService(), version));
    Load load = gateway.load(record.uid(), entry ? record.entryService() : service.id().text());
    return new Demand(
        load.inFlightByVersion().getOrDefault(version, 0),
        load.waitingByVersion().getOrDefault(version, 0),
        cpuPercent);
  }

  /** The requests of a service as the gateway counts them, with its replicas of all versions. */
  ServiceTraffic of(GatewayMetrics.Service counted) {
    List<LocalService> behind =
        services.all().stream().filter(one -> isBehind(one.id(), counted.service())).toList();
    return ServiceTraffic.of(
        record.uid(),
        record.name(),
        counted,
        behind.stream().mapToInt(one -> one.replicas().answering().size()).sum(),
        behind.stream().mapToInt(LocalService::wanted).sum());
  }

  private boolean isBehind(ServiceId id, String routed) {
    return routed.equals(record.entryService())
        ? id.equals(routed(routed, id.version()))
        : id.text().equals(routed);
  }
}
