package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.engine.Event;
import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.Pod;
import io.bentoform.api.engine.PodLog;
import io.bentoform.api.engine.Progress;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.engine.ServiceTraffic;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.gateway.GatewayMetrics;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One deployment on the cluster. It remembers nothing: what there is, is in the cluster, so that
 * any server can go on with it.
 */
record KubernetesDeployment(EngineContext context, String uid) {
  private static final System.Logger LOG = System.getLogger(KubernetesDeployment.class.getName());

  /** Makes it run as specified. Calls for one deployment come one after the other. */
  URI apply(Specification specification, Progress progress)
      throws RolloutException, InterruptedException {
    DeploymentRecord begun =
        record()
            .map(there -> there.changingTo(specification))
            .orElseGet(() -> DeploymentRecord.begun(specification, open(specification)));
    OwnerReference owner = context.records().save(begun);
    progress.listening(url(begun));
    progress.building();
    try {
      new DeploymentRollout(
              context, specification, owner, begun.revision() == specification.revision())
          .run(progress);
    } catch (RolloutException e) {
      context.records().save(begun.failed(e));
      throw e;
    }
    context.records().save(begun.changed(specification));
    return url(begun);
  }

  private int open(Specification specification) {
    return context
        .endpoints()
        .open(
            port ->
                context
                    .routes()
                    .put(uid, routing(DeploymentRecord.begun(specification, port)).routes()));
  }

  private Optional<DeploymentRecord> record() {
    return context.records().find(uid);
  }

  private List<PodState> states() {
    return PodState.of(context.view().pods(uid));
  }

  private Routing routing(DeploymentRecord record) {
    return new Routing(record, states(), context.endpoints());
  }

  /** Tells the gateway where its replicas are. One that cannot be reached concerns no other. */
  void publish() {
    Optional<DeploymentRecord> record = record();
    try {
      if (record.isPresent()) {
        context.routes().put(uid, routing(record.get()).routes());
      } else {
        context.routes().remove(uid);
      }
    } catch (UncheckedIOException e) {
      LOG.log(System.Logger.Level.WARNING, e.getMessage());
    }
  }

  /** Ends all replicas; the address stays. */
  void stop() throws InterruptedException {
    Optional<DeploymentRecord> record = record();
    if (record.isPresent()) {
      context.records().save(record.get().stopped());
      context.objects().removeRunning(uid);
      awaitGone();
      happened(Event.normal("Terminated", "All replicas have ended"));
    }
  }

  void remove() throws InterruptedException {
    context.objects().removeAll(uid);
    awaitGone();
    context.routes().remove(uid);
    try {
      context.keptLogs().forget(uid);
    } catch (IOException e) {
      throw new UncheckedIOException("the logs of deployment " + uid + " cannot be removed", e);
    }
  }

  private void awaitGone() throws InterruptedException {
    Duration limit = context.settings().gracefulStop().plus(context.settings().readinessTimeout());
    boolean gone =
        context
            .view()
            .await(
                () ->
                    context.view().pods(uid).isEmpty() && context.view().deployments(uid).isEmpty(),
                limit);
    if (!gone) {
      throw new IllegalStateException(
          "the pods of deployment %s did not end within %d s".formatted(uid, limit.toSeconds()));
    }
  }

  private void happened(Event event) {
    context.events().record(uid, event);
  }

  /** Its services whose number of replicas follows the demand. */
  List<ScaledService.Seen> scaled(DeploymentRecord record) {
    if (!record.isRolledOut() || record.changing()) {
      return List.of();
    }
    List<ScaledService.Seen> scaled = new ArrayList<>();
    record
        .served()
        .services()
        .forEach(
            (text, service) -> {
              ServiceId id = ServiceId.of(text);
              scaled.add(
                  new ScaledService.Seen(
                      this, record, id, service.scaling(), replicas(record, id)));
            });
    return scaled;
  }

  /** How many replicas of a service there should be. */
  int replicas(DeploymentRecord record, ServiceId service) {
    return context
        .view()
        .deployment(uid, record.names(service).base())
        .map(ServiceObjects::replicas)
        .orElse(0);
  }

  /** Wants another number of replicas of a service. */
  void scale(DeploymentRecord record, ServiceId service, int replicas, String why) {
    context.objects().scale(record.names(service).base(), replicas);
    happened(
        Event.normal(
            "Scaled", "Service %s: %d replicas: %s".formatted(service.text(), replicas, why)));
  }

  /**
   * A request waits for a replica.
   *
   * @param counted the service as its route names it
   * @param version the label of the version that the request chose
   */
  void wake(String counted, String version) {
    record()
        .filter(DeploymentRecord::isRolledOut)
        .ifPresent(record -> wake(record, routed(record, counted, version)));
  }

  private void wake(DeploymentRecord record, ServiceId service) {
    if (replicas(record, service) == 0) {
      scale(record, service, 1, "a request waits");
    }
  }

  /** At the address of the deployment, each version has an entry service of its own. */
  private static ServiceId routed(DeploymentRecord record, String counted, String version) {
    return record.served().shares().stream()
        .filter(share -> counted.equals(record.served().entry()))
        .filter(share -> share.version().equals(version))
        .map(DeploymentRecord.Share::service)
        .findFirst()
        .orElseGet(() -> ServiceId.of(counted));
  }

  /** The requests of a service as the gateway counts them, with its replicas of all versions. */
  Optional<ServiceTraffic> traffic(GatewayMetrics.Service counted) {
    return record().map(record -> traffic(record, counted));
  }

  private ServiceTraffic traffic(DeploymentRecord record, GatewayMetrics.Service counted) {
    List<ServiceId> behind =
        record.served().services().keySet().stream()
            .map(ServiceId::of)
            .filter(id -> routed(record, counted.service(), id.version()).equals(id))
            .toList();
    List<String> names = behind.stream().map(ServiceId::text).toList();
    long ready =
        states().stream().filter(pod -> pod.isReady() && names.contains(pod.service())).count();
    return ServiceTraffic.of(
        uid,
        record.name(),
        counted,
        (int) ready,
        behind.stream().mapToInt(id -> replicas(record, id)).sum());
  }

  Observation observe() {
    Optional<DeploymentRecord> record = record();
    if (record.isEmpty()) {
      return Observation.nothing();
    }
    List<PodState> states = states();
    List<PodState> ready = states.stream().filter(PodState::isReady).toList();
    OptionalInt running = ready.stream().mapToInt(PodState::revision).max();
    OptionalInt rolledOut =
        record.get().isRolledOut() ? OptionalInt.of(record.get().revision()) : OptionalInt.empty();
    int wanted = new ExpectedReplicas(context.view().deployments(uid), states).count();
    return new Observation(
        running.isPresent() ? running : rolledOut,
        ready.size(),
        wanted,
        Optional.of(url(record.get())),
        record.get().failure().or(() -> ready.size() < wanted ? problem(states) : Optional.empty()),
        false);
  }

  private static Optional<String> problem(List<PodState> states) {
    return states.stream()
        .flatMap(pod -> pod.problem().map(text -> "Pod %s %s".formatted(pod.name(), text)).stream())
        .findFirst();
  }

  List<Pod> pods() {
    List<Pod> pods = new ArrayList<>();
    for (PodState pod : states()) {
      Pod.Role role = pod.isPrepared() ? Pod.Role.API_SERVER : Pod.Role.IMAGE_BUILDER;
      pods.add(new Pod(pod.name(), role, pod.phase()));
    }
    return pods;
  }

  Optional<PodLog> log(String pod, int lines) throws IOException {
    Optional<PodState> living = states().stream().filter(one -> one.name().equals(pod)).findFirst();
    if (living.isEmpty()) {
      return context.keptLogs().find(uid, pod, lines);
    }
    String container =
        living.get().isPrepared() ? PodSpecification.BENTO : PodSpecification.PREPARE;
    return Optional.of(context.logs().follow(pod, container, lines));
  }

  private URI url(DeploymentRecord record) {
    return context.endpoints().url(false, record.name(), record.port());
  }
}
