package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.engine.Event;
import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.Pod;
import io.bentoform.api.engine.PodLog;
import io.bentoform.api.engine.Progress;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Specification;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One deployment on the cluster: its objects, its routes. */
final class KubernetesDeployment {
  private static final int NO_PORT = 0;

  private final EngineContext context;
  private final PodLogs logs;
  private final String uid;
  private volatile @Nullable Specification running;
  private volatile @Nullable Specification next;
  private volatile @Nullable String failure;
  private volatile String name;
  private volatile int port = NO_PORT;

  KubernetesDeployment(EngineContext context, PodLogs logs, String uid, String name) {
    this.context = context;
    this.logs = logs;
    this.uid = uid;
    this.name = name;
  }

  /** Makes it run as specified. Calls for one deployment come one after the other. */
  URI apply(Specification specification, Progress progress)
      throws RolloutException, InterruptedException {
    name = specification.name();
    next = specification;
    try {
      listen();
      progress.listening(url());
      progress.building();
      roll(specification, progress);
      running = specification;
      failure = null;
      return url();
    } catch (RolloutException e) {
      failure = e.getMessage();
      throw e;
    } finally {
      next = null;
      publish();
    }
  }

  private void listen() {
    if (port == NO_PORT) {
      port = context.endpoints().open(this::listen);
    }
  }

  private void listen(int candidate) {
    port = candidate;
    publish();
  }

  private void roll(Specification specification, Progress progress)
      throws RolloutException, InterruptedException {
    List<Deployment> before = context.view().deployments(uid);
    Set<String> kept = new HashSet<>();
    try {
      for (Specification version : specification.versions()) {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (ServiceSpecification service : version.services()) {
          ServiceObjects objects = objects(version, service, addresses);
          context.objects().create(objects.values());
          context.objects().apply(objects.build());
          Service address = context.objects().apply(objects.service());
          addresses.put(
              service.name(),
              "http://%s:%d".formatted(address.getSpec().getClusterIP(), Layout.PORT));
          kept.add(objects.pods().names().base());
          new ServiceRollout(context, objects, logs, progress::deploying, count(objects)).run();
          happened(
              Event.normal(
                  "ReplicasReady",
                  "Service %s: revision %d is ready"
                      .formatted(objects.pods().id().text(), version.revision())));
        }
      }
      endOthers(kept);
    } catch (RolloutException e) {
      restore(before, specification);
      throw e;
    }
  }

  private ServiceObjects objects(
      Specification version, ServiceSpecification service, Map<String, String> addresses) {
    Map<String, String> called = new LinkedHashMap<>();
    service
        .dependencies()
        .forEach(each -> called.put(each, Objects.requireNonNull(addresses.get(each))));
    ServiceId id = new ServiceId(version.version(), service.name());
    return new ServiceObjects(
        new PodSpecification(
            context.settings(),
            context.downloads(),
            context.files(),
            ObjectNames.of(uid, version.name(), id),
            version,
            service,
            called));
  }

  /** A revision that has not run yet is proved by one replica at least. */
  private int count(ServiceObjects objects) {
    Optional<Deployment> now = context.view().deployment(objects.pods().names().base());
    int replicas = now.map(one -> one.getSpec().getReplicas()).orElse(1);
    return objects.pods().service().scaling().clamp(Math.max(1, replicas));
  }

  private void endOthers(Set<String> kept) {
    for (Deployment each : context.view().deployments(uid)) {
      String other = each.getMetadata().getName();
      if (!kept.contains(other)) {
        context.objects().removeDeployment(other);
      }
    }
  }

  private void restore(List<Deployment> before, Specification failed) throws InterruptedException {
    Set<String> names = new HashSet<>();
    for (Deployment each : before) {
      names.add(each.getMetadata().getName());
      context.objects().restore(each);
    }
    endOthers(names);
    if (!before.isEmpty()) {
      happened(
          Event.warning(
              "Restored", "The revision before %d runs again".formatted(failed.revision())));
      context
          .view()
          .await(() -> pods(failed.revision()).isEmpty(), context.settings().readinessTimeout());
    }
  }

  private List<PodState> pods(int revision) {
    return states().stream().filter(pod -> pod.revision() == revision).toList();
  }

  private List<PodState> states() {
    return context.view().pods(uid).stream().map(PodState::new).toList();
  }

  private void happened(Event event) {
    context.events().record(uid, event);
  }

  /** Ends all replicas; the address stays. */
  void stop() throws InterruptedException {
    running = null;
    failure = null;
    endOthers(Set.of());
    awaitGone();
    publish();
    happened(Event.normal("Terminated", "All replicas have ended"));
  }

  void remove() throws InterruptedException {
    context.objects().removeAll(uid);
    awaitGone();
    context.routes().remove(uid);
  }

  private void awaitGone() throws InterruptedException {
    boolean gone =
        context
            .view()
            .await(
                () ->
                    context.view().pods(uid).isEmpty() && context.view().deployments(uid).isEmpty(),
                context.settings().gracefulStop().plus(context.settings().readinessTimeout()));
    if (!gone) {
      throw new IllegalStateException("the pods of deployment " + name + " did not end in time");
    }
  }

  /** Tells the gateway where its replicas are. */
  void publish() {
    Specification served = Objects.requireNonNullElse(running, next);
    if (port == NO_PORT) {
      return;
    }
    if (served == null) {
      context.routes().remove(uid);
      return;
    }
    Routing routing =
        new Routing(served, next != null || running != null, states(), context.endpoints(), port);
    context.routes().put(uid, List.of(routing.route()));
  }

  /** Its services whose number of replicas follows the demand. */
  List<ScaledService> scaled() {
    Specification served = running;
    if (served == null || next != null) {
      return List.of();
    }
    List<ScaledService> scaled = new ArrayList<>();
    for (Specification version : served.versions()) {
      for (ServiceSpecification service : version.services()) {
        scaled.add(new ScaledService(context, this, version, service));
      }
    }
    return scaled;
  }

  /** How many replicas of a service there should be. */
  int replicas(ServiceId service) {
    return context
        .view()
        .deployment(ObjectNames.of(uid, name, service).base())
        .map(one -> Objects.requireNonNullElse(one.getSpec().getReplicas(), 1))
        .orElse(0);
  }

  /** Wants another number of replicas of a service. */
  void scale(ServiceId service, int replicas, String why) {
    context.objects().scale(ObjectNames.of(uid, name, service).base(), replicas);
    happened(
        Event.normal(
            "Scaled", "Service %s: %d replicas: %s".formatted(service.text(), replicas, why)));
  }

  Observation observe() {
    List<PodState> ready = states().stream().filter(PodState::isReady).toList();
    OptionalInt revision = ready.stream().mapToInt(PodState::revision).max();
    Specification now = running;
    int wanted =
        context.view().deployments(uid).stream()
            .mapToInt(one -> Objects.requireNonNullElse(one.getSpec().getReplicas(), 1))
            .sum();
    return new Observation(
        revision.isPresent() || now == null ? revision : OptionalInt.of(now.revision()),
        ready.size(),
        wanted,
        Optional.of(url()),
        Optional.ofNullable(failure),
        false);
  }

  List<Pod> pods() {
    List<Pod> pods = new ArrayList<>();
    for (PodState pod : states()) {
      Pod.Role role = pod.isPrepared() ? Pod.Role.API_SERVER : Pod.Role.IMAGE_BUILDER;
      pods.add(new Pod(pod.name(), role, pod.phase()));
    }
    return pods;
  }

  Optional<PodLog> log(String pod, int lines) {
    return states().stream()
        .filter(one -> one.name().equals(pod))
        .findFirst()
        .map(
            one ->
                logs.follow(
                    pod,
                    one.isPrepared() ? PodSpecification.BENTO : PodSpecification.PREPARE,
                    lines));
  }

  String uid() {
    return uid;
  }

  String name() {
    return name;
  }

  Optional<Specification> running() {
    return Optional.ofNullable(running);
  }

  private URI url() {
    return context.endpoints().url(false, name, port);
  }
}
