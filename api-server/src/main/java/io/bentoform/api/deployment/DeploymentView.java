package io.bentoform.api.deployment;

import io.bentoform.api.bento.Bento;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.engine.Engine;
import io.bentoform.api.engine.Engines;
import io.bentoform.api.engine.ServiceTraffic;
import io.bentoform.api.secret.Secret;
import io.bentoform.api.secret.Secrets;
import io.bentoform.api.wire.Canary;
import io.bentoform.api.wire.DeploymentConfig;
import io.bentoform.api.wire.DeploymentResponse;
import io.bentoform.api.wire.DeploymentResponse.Condition;
import io.bentoform.api.wire.DeploymentResponse.SecretState;
import io.bentoform.api.wire.DeploymentResponse.ServiceState;
import io.bentoform.api.wire.Resource;
import io.helidon.dbclient.DbExecute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the responses for deployments, many with as few queries as one. */
final class DeploymentView {
  private static final String ACTIVE = "active";

  private final RevisionStore revisions;
  private final Secrets secrets;
  private final Engines engines;

  DeploymentView(RevisionStore revisions, Secrets secrets, Engines engines) {
    this.revisions = revisions;
    this.secrets = secrets;
    this.engines = engines;
  }

  DeploymentResponse response(DbExecute execute, Deployment deployment) {
    return responses(execute, List.of(deployment)).getFirst();
  }

  List<DeploymentResponse> responses(DbExecute execute, List<Deployment> deployments) {
    Map<RevisionStore.Key, Revision> latest =
        revisions.read(execute, deployments.stream().map(DeploymentView::latest).toList());
    Map<RevisionStore.Key, List<Revision.AttachedSecret>> held =
        revisions.secrets(
            execute, deployments.stream().flatMap(one -> held(one).stream()).distinct().toList());
    Map<String, List<ServiceTraffic>> traffic = traffic(deployments);
    Map<Secrets.Name, Secret> current = current(execute, deployments, latest);
    EngineCheck check = new EngineCheck(engines, execute);
    return deployments.stream()
        .map(
            deployment -> {
              Revision revision = Objects.requireNonNull(latest.get(latest(deployment)));
              return response(
                  deployment,
                  revision,
                  secretStates(
                      deployment,
                      revision,
                      held(deployment).map(held::get).orElse(List.of()),
                      current),
                  conditions(deployment, revision, check),
                  services(traffic.getOrDefault(deployment.uid(), List.of())));
            })
        .toList();
  }

  private Map<String, List<ServiceTraffic>> traffic(List<Deployment> deployments) {
    return deployments.stream()
        .map(deployment -> engines.of(deployment.cluster().uid()))
        .distinct()
        .flatMap(engine -> engine.traffic().stream())
        .collect(Collectors.groupingBy(ServiceTraffic::uid));
  }

  private static RevisionStore.Key latest(Deployment deployment) {
    return new RevisionStore.Key(deployment.id(), deployment.revision());
  }

  private static Optional<RevisionStore.Key> held(Deployment deployment) {
    OptionalInt revision = deployment.heldRevision();
    return revision.isEmpty()
        ? Optional.empty()
        : Optional.of(new RevisionStore.Key(deployment.id(), revision.getAsInt()));
  }

  private Map<Secrets.Name, Secret> current(
      DbExecute execute, List<Deployment> deployments, Map<RevisionStore.Key, Revision> latest) {
    Set<Secrets.Name> names = new HashSet<>();
    for (Deployment deployment : deployments) {
      Objects.requireNonNull(latest.get(latest(deployment))).secrets().stream()
          .map(secret -> new Secrets.Name(deployment.cluster(), secret.name()))
          .forEach(names::add);
    }
    return secrets.find(execute, names);
  }

  private static List<ServiceState> services(List<ServiceTraffic> traffic) {
    return traffic.stream()
        .map(
            each ->
                new ServiceState(
                    each.service(), each.ready(), each.wanted(), each.inFlight(), each.waiting()))
        .sorted(Comparator.comparing(ServiceState::name))
        .toList();
  }

  private List<Condition> conditions(Deployment deployment, Revision latest, EngineCheck check) {
    Engine engine = engines.of(deployment.cluster().uid());
    return Conditions.of(
        deployment,
        Stream.concat(engine.notices().stream(), engine.notices(deployment.uid()).stream())
            .toList(),
        check.of(deployment.cluster(), latest.config(), deployment.dev()));
  }

  private static DeploymentResponse response(
      Deployment deployment,
      Revision latest,
      List<SecretState> secretStates,
      List<Condition> conditions,
      List<ServiceState> services) {
    Cluster cluster = deployment.cluster();
    return new DeploymentResponse(
        Resource.of(
                "deployment",
                deployment.uid(),
                deployment.name(),
                deployment.createdAt(),
                deployment.updatedAt())
            .withLabels(deployment.labels()),
        deployment.status().wire(),
        cluster.namespace(),
        deployment.creator().response(),
        cluster.response(),
        revision(latest),
        new DeploymentResponse.Manifest(deployment.dev(), routing(latest)),
        deployment.urlIfAny().map(List::of).orElse(List.of()),
        deployment.revision(),
        deployment.observedRevision(),
        deployment.managedBy(),
        secretStates,
        conditions,
        services);
  }

  private static DeploymentResponse.Revision revision(Revision revision) {
    return new DeploymentResponse.Revision(
        resource(revision), revision.creator().response(), ACTIVE, targets(revision));
  }

  /** A revision in the list of all. */
  static DeploymentResponse.PastRevision past(Deployment deployment, Revision revision) {
    return new DeploymentResponse.PastRevision(
        resource(revision),
        revision.number(),
        revision.creator().response(),
        revision.number() == deployment.revision() ? ACTIVE : "inactive",
        targets(revision),
        revision.secrets().stream()
            .map(
                secret ->
                    new DeploymentResponse.AttachedSecret(
                        secret.name(), secret.uid(), secret.revision(), secret.keys()))
            .toList());
  }

  private static Resource resource(Revision revision) {
    return Resource.of(
        "deployment_revision", revision.uid(), revision.uid(), revision.createdAt(), null);
  }

  /** The main version first, then the canary versions under their labels (contract C3). */
  private static List<DeploymentResponse.Target> targets(Revision revision) {
    List<DeploymentResponse.Target> targets = new ArrayList<>();
    targets.add(target(revision, CanaryRules.MAIN, revision.config().main(), revision.bento()));
    Map<String, Canary.Version> settings = revision.config().versions();
    for (Revision.CanaryVersion version : revision.versions()) {
      Canary.Version own = Objects.requireNonNull(settings.get(version.label()));
      targets.add(
          target(revision, version.label(), revision.config().version(own), version.bento()));
    }
    return targets;
  }

  private static DeploymentResponse.Target target(
      Revision revision, String name, DeploymentConfig config, Bento bento) {
    return new DeploymentResponse.Target(
        Resource.of("deployment_revision", revision.uid(), name, revision.createdAt(), null),
        revision.creator().response(),
        config,
        bento.response(),
        "",
        "");
  }

  private static DeploymentResponse.@Nullable Routing routing(Revision revision) {
    Canary canary = revision.config().canary();
    if (canary == null) {
      return null;
    }
    Map<String, Integer> weights = new LinkedHashMap<>();
    canary.given().forEach((label, version) -> weights.put(label, version.share()));
    return new DeploymentResponse.Routing(canary.type(), canary.routeBy(), weights);
  }

  private static List<SecretState> secretStates(
      Deployment deployment,
      Revision latest,
      List<Revision.AttachedSecret> held,
      Map<Secrets.Name, Secret> current) {
    return latest.secrets().stream()
        .map(
            recorded ->
                SecretStates.of(
                    recorded,
                    held.stream().filter(one -> one.name().equals(recorded.name())).findFirst(),
                    Optional.ofNullable(
                        current.get(new Secrets.Name(deployment.cluster(), recorded.name())))))
        .toList();
  }
}
