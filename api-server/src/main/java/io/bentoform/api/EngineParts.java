package io.bentoform.api;

import io.bentoform.api.access.Access;
import io.bentoform.api.access.Tickets;
import io.bentoform.api.cluster.ClusterStore;
import io.bentoform.api.cluster.EngineChanges;
import io.bentoform.api.cluster.EngineHealth;
import io.bentoform.api.cluster.EngineSettings;
import io.bentoform.api.cluster.EngineValues;
import io.bentoform.api.crypto.Sealer;
import io.bentoform.api.db.Database;
import io.bentoform.api.deployment.ClusterContents;
import io.bentoform.api.engine.Engine;
import io.bentoform.api.engine.EventSink;
import io.bentoform.api.engine.Notice;
import io.bentoform.api.engine.RemoteEngine;
import io.bentoform.api.files.Trash;
import io.bentoform.api.wire.EngineRequest;
import io.bentoform.api.wire.EngineResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The engines of a server, and what tells and changes them.
 *
 * @param engines closed with the server
 * @param changes of the engines of clusters
 * @param health of the engine of a cluster
 * @param tickets of pods that call this server
 * @param notices what users should know of the engine of this machine
 */
record EngineParts(
    ClusterEngines engines,
    EngineChanges changes,
    EngineHealth health,
    Tickets tickets,
    List<Notice> notices) {
  /** Between two attempts to reach a cluster. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /**
   * Opens the engine of this machine; those of other clusters are opened when they are used.
   *
   * @param sealers by the id of an organization
   * @param url the public address of this server, once it listens
   * @throws IllegalStateException with a message for users when the settings do not fit
   */
  static EngineParts open(
      Settings settings,
      Optional<X509KeyManager> certificate,
      Database database,
      ClusterStore clusters,
      LongFunction<Sealer> sealers,
      Access guard,
      Trash trash,
      EventSink events,
      Supplier<String> url,
      Clock clock) {
    EngineValues values = new EngineValues(sealers);
    EngineChanges changes =
        new EngineChanges(
            clusters, values, new ClusterContents(), settings.kubernetes().image().orElse(""));
    if (settings.engine() == Settings.EngineKind.KUBERNETES) {
      changes.applyToDefault(
          request(settings.kubernetes(), clusters.all().getFirst().engine().settings()));
    }
    Tickets tickets = new Tickets(database, sealers, clock);
    KubernetesOpener.Surroundings surroundings =
        new KubernetesOpener.Surroundings(
            settings, database, values, tickets, url, EngineFactory.endpointGuard(guard), events);
    Engine local = new EngineFactory(settings, certificate).open(guard, trash, events);
    return new EngineParts(
        new ClusterEngines(
            local,
            clusters,
            cluster -> new RemoteEngine(new KubernetesOpener(cluster, surroundings), PAUSE)),
        changes,
        new EngineHealths(database, values, settings.engine()),
        tickets,
        local.notices());
  }

  private static EngineRequest request(Settings.Kubernetes set, EngineSettings before) {
    return new EngineRequest(
        "kubernetes",
        null,
        null,
        set.namespace().orElse(null),
        set.image().orElse(null),
        set.endpointDomain().orElse(null),
        null,
        set.claim().map(claim -> new EngineRequest.Storage(claim, null, null)).orElse(null),
        null,
        null,
        null,
        null,
        null,
        set.serverUrl().orElse(null),
        set.gatewayImage().map(image -> gateway(image, before.gateway())).orElse(null));
  }

  /** What else was set of it before stays. */
  private static EngineRequest.Gateway gateway(
      String image, EngineResponse.@Nullable Gateway before) {
    return before == null
        ? new EngineRequest.Gateway(image, null, null, null)
        : new EngineRequest.Gateway(
            image, before.replicas(), before.serviceType(), before.nodePort());
  }
}
