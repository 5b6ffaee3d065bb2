package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.engine.ConfiguredService;
import io.bentoform.api.engine.Engine;
import io.bentoform.api.engine.EventSink;
import io.bentoform.api.engine.Limitation;
import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.Pod;
import io.bentoform.api.engine.PodLog;
import io.bentoform.api.engine.Progress;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.ServiceTraffic;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.Unused;
import io.bentoform.api.engine.endpoint.Endpoints;
import io.bentoform.api.engine.endpoint.RouteTable;
import io.bentoform.api.engine.local.log.LogLimits;
import io.bentoform.api.gateway.DataPath;
import io.bentoform.api.gateway.Demand;
import io.bentoform.api.gateway.EndpointGuard;
import io.bentoform.api.gateway.Gateway;
import io.bentoform.api.gateway.remote.RemoteGateways;
import io.bentoform.api.gateway.remote.SharedLoads;
import io.bentoform.api.scaling.Autoscaler;
import io.bentoform.api.scaling.Turn;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs deployments on a Kubernetes cluster. What runs goes on while this server is away; after a
 * restart it is found again by its labels.
 */
public final class KubernetesEngine implements Engine {
  private static final System.Logger LOG = System.getLogger(KubernetesEngine.class.getName());

  /** What several servers, each with an engine for the same cluster, have in common. */
  public record Servers(SharedLoads loads, Turn turn) {}

  private final KubernetesClient client;
  private final EngineContext context;
  private final TicketRenewal renewal;
  private final Autoscaler autoscaler = new Autoscaler(this::scaled, InstantSource.system());

  /**
   * Connects to a cluster, and watches what it has of ours from now on.
   *
   * @param client closed with the engine
   * @param folder of the logs of pods that ended
   * @param gateway where the gateway runs
   * @param servers what all servers of this cluster share
   * @throws UncheckedIOException when the gateway cannot listen
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the cluster cannot be
   *     reached, or refuses what the engine needs
   */
  public KubernetesEngine(
      KubernetesClient client,
      KubernetesSettings settings,
      Downloads downloads,
      Path folder,
      GatewayPlace gateway,
      Endpoints endpoints,
      EndpointGuard guard,
      EventSink events,
      Servers servers) {
    this.client = client;
    ObjectWriter objects = new ObjectWriter(client, settings.namespace());
    ClusterView view = new ClusterView(client, settings.namespace(), settings.owner());
    PodLogs logs = new PodLogs(client, settings.namespace());
    SharedFiles files = SharedFiles.of(settings);
    objects.create(files.object());
    DataPath path = open(gateway, guard, servers.loads());
    this.context =
        new EngineContext(
            new PodParts(settings, downloads, files, calls(gateway, settings, files, objects)),
            objects,
            view,
            new Records(settings.owner(), objects, view),
            logs,
            new KeptLogs(folder, logs, LogLimits.DEFAULT),
            endpoints,
            path,
            new RouteTable(path),
            events,
            servers.turn());
    view.start(uid -> of(uid).publish(), pod -> context.keptLogs().look(pod));
    // Gateways that ask must not be told of fewer than there are.
    view.uids().forEach(uid -> of(uid).publish());
    switch (gateway) {
      case GatewayPlace.InCluster place ->
          gatewayObjects(place, settings, files).all().forEach(objects::apply);
      case GatewayPlace.Here ignored -> objects.removeGateway(GatewayObjects.LABELS);
    }
    renewal = new TicketRenewal(context);
    renewal.start();
    autoscaler.start();
  }

  private DataPath open(GatewayPlace gateway, EndpointGuard guard, SharedLoads loads) {
    Demand demand = (uid, service, version) -> of(uid).wake(service, version);
    return switch (gateway) {
      case GatewayPlace.Here here -> {
        try {
          yield Gateway.start(here.settings(), guard, demand);
        } catch (IOException e) {
          throw new UncheckedIOException(e.getMessage(), e);
        }
      }
      case GatewayPlace.InCluster ignored -> new RemoteGateways(demand, loads);
    };
  }

  private static GatewayObjects gatewayObjects(
      GatewayPlace.InCluster place, KubernetesSettings settings, SharedFiles files) {
    return new GatewayObjects(place, new GatewayPod(place, settings, files));
  }

  private static CallAddress calls(
      GatewayPlace gateway, KubernetesSettings settings, SharedFiles files, ObjectWriter objects) {
    return switch (gateway) {
      case GatewayPlace.Here here ->
          new CallAddress(here.ip(), here.settings().internalPort().orElseThrow());
      case GatewayPlace.InCluster place ->
          new CallAddress(
              objects
                  .apply(gatewayObjects(place, settings, files).internal())
                  .getSpec()
                  .getClusterIP(),
              GatewayPod.INTERNAL_PORT);
    };
  }

  private KubernetesDeployment of(String uid) {
    return new KubernetesDeployment(context, uid);
  }

  /** None while another server scales, or while it is not known what is asked for. */
  private List<ScaledService> scaled() {
    if (!context.turn().take()) {
      return List.of();
    }
    List<ScaledService.Seen> seen =
        context.records().all().stream()
            .flatMap(record -> of(record.uid()).scaled(record).stream())
            .toList();
    return context.path().loads().stream()
        .flatMap(loads -> seen.stream().map(one -> new ScaledService(context, one, loads)))
        .toList();
  }

  @Override
  public Optional<URI> apply(Specification specification, Progress progress)
      throws RolloutException, InterruptedException {
    return Optional.of(of(specification.uid()).apply(specification, progress));
  }

  @Override
  public List<Limitation> check(List<ConfiguredService> services) {
    return services.stream().flatMap(one -> KubernetesCheck.of(one).stream()).toList();
  }

  @Override
  public void remove(String deploymentUid) throws InterruptedException {
    of(deploymentUid).remove();
  }

  /** Another server on another database may have it, so nothing is touched. */
  @Override
  public void abandon(String deploymentUid) {
    LOG.log(
        System.Logger.Level.DEBUG,
        "Deployment {0} on the cluster is not in this database",
        deploymentUid);
  }

  @Override
  public void stop(String deploymentUid) throws InterruptedException {
    of(deploymentUid).stop();
  }

  @Override
  public Observation observe(String deploymentUid) {
    return of(deploymentUid).observe();
  }

  @Override
  public List<Pod> pods(String deploymentUid) {
    return of(deploymentUid).pods();
  }

  @Override
  public Optional<PodLog> log(String deploymentUid, String pod, int lines) throws IOException {
    return of(deploymentUid).log(pod, lines);
  }

  @Override
  public Optional<SocketAddress> inside(String deploymentUid) {
    return Optional.empty();
  }

  @Override
  public Optional<RemoteGateways> gateways() {
    return context.path() instanceof RemoteGateways remote ? Optional.of(remote) : Optional.empty();
  }

  @Override
  public List<ServiceTraffic> traffic() {
    return context.path().metrics().services().stream()
        .flatMap(counted -> of(counted.deployment()).traffic(counted).stream())
        .toList();
  }

  @Override
  public Set<String> known() {
    return context.view().uids();
  }

  @Override
  public void removeUnused(Unused kind, Instant before) {
    if (kind == Unused.LOGS) {
      try {
        context.keptLogs().removeUnused(before);
      } catch (IOException e) {
        throw new UncheckedIOException("old logs of pods cannot be removed", e);
      }
    }
  }

  @Override
  public void close() {
    autoscaler.close();
    renewal.close();
    context.view().close();
    context.turn().giveBack();
    context.path().close();
    client.close();
  }
}
