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
import io.bentoform.api.gateway.EndpointGuard;
import io.bentoform.api.gateway.Gateway;
import io.bentoform.api.gateway.GatewaySettings;
import io.bentoform.api.scaling.Autoscaler;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs deployments on a Kubernetes cluster. What runs goes on while this server is away; after a
 * restart it is found again by its labels.
 */
public final class KubernetesEngine implements Engine {
  private final KubernetesClient client;
  private final EngineContext context;
  private final PodLogs logs;
  private final Map<String, KubernetesDeployment> deployments = new ConcurrentHashMap<>();
  private final Autoscaler autoscaler = new Autoscaler(this::scaled, InstantSource.system());

  /**
   * Connects to a cluster, and begins to watch what it has of ours.
   *
   * @param client closed with the engine
   * @param gateway where the gateway listens
   * @throws UncheckedIOException when the gateway cannot listen
   */
  public KubernetesEngine(
      KubernetesClient client,
      KubernetesSettings settings,
      Downloads downloads,
      GatewaySettings gateway,
      Endpoints endpoints,
      EndpointGuard guard,
      EventSink events) {
    this.client = client;
    this.logs = new PodLogs(client, settings.namespace());
    Gateway routed = start(gateway, guard);
    ObjectWriter objects = new ObjectWriter(client, settings.namespace());
    SharedFiles files = SharedFiles.of(settings);
    this.context =
        new EngineContext(
            settings,
            downloads,
            files,
            objects,
            new ClusterView(client, settings.namespace(), this::changed),
            endpoints,
            routed,
            new RouteTable(routed),
            events);
    objects.create(files.object());
    autoscaler.start();
  }

  private Gateway start(GatewaySettings gateway, EndpointGuard guard) {
    try {
      return Gateway.start(gateway, guard, (uid, service, version) -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private void changed(String uid) {
    KubernetesDeployment deployment = deployments.get(uid);
    if (deployment != null) {
      deployment.publish();
    }
  }

  private List<ScaledService> scaled() {
    return deployments.values().stream().flatMap(one -> one.scaled().stream()).toList();
  }

  @Override
  public Optional<URI> apply(Specification specification, Progress progress)
      throws RolloutException, InterruptedException {
    return Optional.of(
        deployments
            .computeIfAbsent(
                specification.uid(),
                uid -> new KubernetesDeployment(context, logs, uid, specification.name()))
            .apply(specification, progress));
  }

  @Override
  public List<Limitation> check(List<ConfiguredService> services) {
    return List.of();
  }

  @Override
  public void remove(String deploymentUid) throws InterruptedException {
    KubernetesDeployment known = deployments.get(deploymentUid);
    new KubernetesDeployment(context, logs, deploymentUid, deploymentUid).remove();
    if (known != null) {
      deployments.remove(deploymentUid, known);
    }
  }

  @Override
  public void abandon(String deploymentUid) throws InterruptedException {
    remove(deploymentUid);
  }

  @Override
  public void stop(String deploymentUid) throws InterruptedException {
    KubernetesDeployment deployment = deployments.get(deploymentUid);
    if (deployment != null) {
      deployment.stop();
    }
  }

  @Override
  public Observation observe(String deploymentUid) {
    KubernetesDeployment deployment = deployments.get(deploymentUid);
    return deployment == null ? Observation.nothing() : deployment.observe();
  }

  @Override
  public List<Pod> pods(String deploymentUid) {
    KubernetesDeployment deployment = deployments.get(deploymentUid);
    return deployment == null ? List.of() : deployment.pods();
  }

  @Override
  public Optional<PodLog> log(String deploymentUid, String pod, int lines) {
    KubernetesDeployment deployment = deployments.get(deploymentUid);
    return deployment == null ? Optional.empty() : deployment.log(pod, lines);
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
    Set<String> known = new TreeSet<>(deployments.keySet());
    for (Deployment each : context.view().deployments()) {
      known.add(Objects.requireNonNull(each.getMetadata().getLabels().get(Labels.UID)));
    }
    return known;
  }

  @Override
  public void removeUnused(Unused kind, Instant before) {
    // Pods keep nothing, and the environments of a claim are not looked at yet.
  }

  @Override
  public void close() {
    autoscaler.close();
    context.view().close();
    context.gateway().close();
    client.close();
  }
}
