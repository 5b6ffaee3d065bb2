package io.bentoform.api;

import io.bentoform.api.access.Tickets;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.cluster.EngineSettings;
import io.bentoform.api.cluster.EngineValues;
import io.bentoform.api.cluster.GatewayLoads;
import io.bentoform.api.cluster.GatewayRoutes;
import io.bentoform.api.cluster.ScalingTurn;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.db.Database;
import io.bentoform.api.engine.Engine;
import io.bentoform.api.engine.EngineUnavailableException;
import io.bentoform.api.engine.EventSink;
import io.bentoform.api.engine.RemoteEngine;
import io.bentoform.api.engine.endpoint.EndpointPorts;
import io.bentoform.api.engine.endpoint.Endpoints;
import io.bentoform.api.engine.kubernetes.ClusterAccess;
import io.bentoform.api.engine.kubernetes.ClusterFailure;
import io.bentoform.api.engine.kubernetes.ClusterHealth;
import io.bentoform.api.engine.kubernetes.GatewayPlace;
import io.bentoform.api.engine.kubernetes.KubernetesEngine;
import io.bentoform.api.engine.kubernetes.KubernetesSettings;
import io.bentoform.api.gateway.EndpointGuard;
import io.bentoform.api.gateway.GatewaySettings;
import io.bentoform.api.gateway.GatewaySettings.HostNames;
import io.bentoform.api.wire.EngineResponse;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens the Kubernetes engine of a cluster with the settings that it has.
 *
 * @param surroundings what the engines of all clusters share
 */
record KubernetesOpener(Cluster cluster, Surroundings surroundings) implements RemoteEngine.Opener {

  /**
   * What the server has for engines.
   *
   * @param url the public address of this server
   */
  record Surroundings(
      Settings settings,
      Database database,
      EngineValues values,
      Tickets tickets,
      Supplier<String> url,
      EndpointGuard guard,
      EventSink events) {}

  /** Where requests to a gateway in pods come in, unless the settings say so. */
  private static final int HTTP = 80;

  private EngineSettings settings() {
    return cluster.engine().settings();
  }

  @Override
  public Engine open() {
    EngineValues.Values values =
        surroundings.database().read(execute -> surroundings.values().of(execute, cluster));
    ClusterAccess access = new ClusterAccess(values.kubeconfig(), settings().context());
    requireHealthy(ClusterHealth.of(access, settings().namespace(), settings().gateway() != null));
    KubernetesClient client = access.connect();
    try {
      return new KubernetesEngine(
          client,
          settings(values.buildEnvironment()),
          new ArchiveDownloads(cluster, server(), surroundings.tickets()),
          surroundings.settings().data().resolve("kubernetes").resolve(cluster.uid()),
          gateway(),
          new Endpoints(
              surroundings.settings().publicHost(),
              surroundings.settings().endpointPorts(),
              hostNames()),
          surroundings.guard(),
          surroundings.events(),
          new KubernetesEngine.Servers(
              new GatewayLoads(surroundings.database(), cluster.uid()),
              new ScalingTurn(surroundings.database(), cluster.uid())));
    } catch (UncheckedIOException e) {
      client.close();
      throw unavailable("has no gateway: " + e.getMessage());
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /** Otherwise the engine would begin and then fail at what it may not do. */
  private void requireHealthy(ClusterHealth health) {
    if (!health.missingPermissions().isEmpty()) {
      throw unavailable(
          "cannot be used: the account may not "
              + String.join(", ", health.missingPermissions())
              + " in the namespace "
              + settings().namespace()
              + ".");
    }
    if (!health.message().isEmpty()) {
      throw unavailable("cannot be used. " + health.message());
    }
  }

  private EngineUnavailableException unavailable(String why) {
    return new EngineUnavailableException(
        "The cluster " + cluster.name() + " " + why + " It is tried again.");
  }

  @Override
  public Optional<String> explain(RuntimeException failure) {
    return ClusterFailure.text(failure)
        .map(text -> "The cluster " + cluster.name() + " " + text + " It is tried again.");
  }

  private KubernetesSettings settings(Map<String, Hidden> buildEnvironment) {
    EngineSettings set = settings();
    KubernetesSettings usual = KubernetesSettings.of(cluster.uid(), set.namespace(), set.image());
    return new KubernetesSettings(
        cluster.uid(),
        set.namespace(),
        set.image(),
        EngineSettings.set(set.claim()),
        set.nodeSelector(),
        set.tolerations().stream()
            .map(
                one ->
                    new KubernetesSettings.Toleration(
                        String.valueOf(one.key()),
                        String.valueOf(one.value()),
                        String.valueOf(one.effect())))
            .toList(),
        EngineSettings.set(set.certificates()),
        buildEnvironment,
        surroundings.settings().readinessTimeout(),
        usual.buildTimeout(),
        usual.gracefulStop());
  }

  private Optional<HostNames> hostNames() {
    EngineSettings set = settings();
    return EngineSettings.set(set.endpointDomain())
        .map(domain -> new HostNames(endpointPort(set), domain));
  }

  private int endpointPort(EngineSettings set) {
    EngineResponse.@Nullable Gateway pods = set.gateway();
    if (set.endpointPort() != null) {
      return set.endpointPort();
    }
    return pods == null
        ? surroundings.settings().endpointPort()
        : Objects.requireNonNullElse(pods.nodePort(), HTTP);
  }

  private GatewayPlace gateway() {
    EngineResponse.@Nullable Gateway pods = settings().gateway();
    return pods == null ? here() : inCluster(pods);
  }

  private GatewayPlace inCluster(EngineResponse.Gateway pods) {
    return new GatewayPlace.InCluster(
        pods.image(),
        pods.replicas(),
        pods.serviceType(),
        Objects.requireNonNullElse(pods.nodePort(), 0),
        settings().endpointDomain(),
        URI.create(server() + GatewayRoutes.path(cluster.uid())),
        surroundings
            .tickets()
            .of(
                GatewayRoutes.TOKEN,
                cluster.organizationId(),
                cluster.organizationUid(),
                cluster.uid()));
  }

  private GatewayPlace here() {
    try {
      GatewaySettings ports =
          GatewaySettings.at(InetAddress.getByName(surroundings.settings().host()))
              .withInternalPort(internalPort());
      return new GatewayPlace.Here(
          hostNames().map(ports::with).orElse(ports),
          InetAddress.getByName(URI.create(server()).getHost()).getHostAddress());
    } catch (UnknownHostException e) {
      throw unavailable("cannot call this server: the host of server_url has no address.");
    }
  }

  /** Replicas are told of it, so it must be the same after a restart. */
  private int internalPort() {
    EndpointPorts ports = surroundings.settings().endpointPorts();
    return ports.last() - (int) (cluster.id() % (ports.last() - ports.first() + 1));
  }

  private String server() {
    return EngineSettings.set(settings().serverUrl()).orElseGet(surroundings.url());
  }
}
