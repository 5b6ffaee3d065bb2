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
import io.bentoform.api.gateway.EndpointGuard;
import io.bentoform.api.gateway.Gateway;
import io.bentoform.api.gateway.GatewaySettings;
import io.bentoform.api.scaling.Autoscaler;
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

  private final KubernetesClient client;
  private final EngineContext context;
  private final Autoscaler autoscaler = new Autoscaler(this::scaled, InstantSource.system());

  /**
   * Connects to a cluster, and watches what it has of ours from now on.
   *
   * @param client closed with the engine
   * @param folder of the logs of pods that ended
   * @param gateway where the gateway listens; pods must reach its internal port
   * @param calls the address of that port
   * @throws UncheckedIOException when the gateway cannot listen
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the cluster cannot be
   *     reached, or refuses what the engine needs
   */
  public KubernetesEngine(
      KubernetesClient client,
      KubernetesSettings settings,
      Downloads downloads,
      Path folder,
      GatewaySettings gateway,
      CallAddress calls,
      Endpoints endpoints,
      EndpointGuard guard,
      EventSink events) {
    this.client = client;
    Gateway routed = start(gateway, guard);
    ObjectWriter objects = new ObjectWriter(client, settings.namespace());
    ClusterView view = new ClusterView(client, settings.namespace());
    PodLogs logs = new PodLogs(client, settings.namespace());
    SharedFiles files = SharedFiles.of(settings);
    this.context =
        new EngineContext(
            settings,
            downloads,
            files,
            objects,
            view,
            new Records(objects, view),
            logs,
            new KeptLogs(folder, logs, LogLimits.DEFAULT),
            endpoints,
            calls,
            routed,
            new RouteTable(routed),
            events);
    objects.create(files.object());
    view.start(uid -> of(uid).publish(), pod -> context.keptLogs().look(pod));
    autoscaler.start();
  }

  private Gateway start(GatewaySettings gateway, EndpointGuard guard) {
    try {
      return Gateway.start(
          gateway, guard, (uid, service, version) -> of(uid).wake(service, version));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private KubernetesDeployment of(String uid) {
    return new KubernetesDeployment(context, uid);
  }

  private List<ScaledService> scaled() {
    return context.records().all().stream()
        .flatMap(record -> of(record.uid()).scaled().stream())
        .toList();
  }

  @Override
  public Optional<URI> apply(Specification specification, Progress progress)
      throws RolloutException, InterruptedException {
    return Optional.of(of(specification.uid()).apply(specification, progress));
  }

  @Override
  public List<Limitation> check(List<ConfiguredService> services) {
    return List.of();
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
  public List<ServiceTraffic> traffic() {
    return List.of();
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
    context.view().close();
    context.gateway().close();
    client.close();
  }
}
