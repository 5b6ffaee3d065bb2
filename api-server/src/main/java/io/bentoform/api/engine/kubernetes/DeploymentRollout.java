package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.engine.Event;
import io.bentoform.api.engine.Progress;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Specification;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Brings all services of a deployment to a revision, one after the other, those first that others
 * call. When one fails, all go back to what ran before.
 */
final class DeploymentRollout {
  private final EngineContext context;
  private final Specification specification;
  private final OwnerReference owner;
  private final boolean proved;

  /**
   * A rollout that has not begun.
   *
   * @param owner the object that owns what is made
   * @param proved whether this revision has been rolled out before: then a service at rest stays so
   */
  DeploymentRollout(
      EngineContext context, Specification specification, OwnerReference owner, boolean proved) {
    this.context = context;
    this.specification = specification;
    this.owner = owner;
    this.proved = proved;
  }

  void run(Progress progress) throws RolloutException, InterruptedException {
    AtomicBoolean told = new AtomicBoolean();
    Runnable prepared =
        () -> {
          if (!told.getAndSet(true)) {
            progress.deploying();
          }
        };
    List<Deployment> before = List.copyOf(context.view().deployments(specification.uid()));
    Set<String> kept = new HashSet<>();
    try {
      for (Specification version : specification.versions()) {
        for (ServiceSpecification service : version.services()) {
          ServiceObjects objects = objects(version, service);
          kept.add(objects.pods().names().base());
          roll(objects, prepared);
        }
      }
      endOthers(kept);
      context.objects().removeSecretsBut(specification.uid(), specification.revision());
    } catch (RolloutException e) {
      restore(before);
      throw e;
    }
  }

  private void roll(ServiceObjects objects, Runnable prepared)
      throws RolloutException, InterruptedException {
    context.objects().create(objects.values());
    context.objects().apply(objects.build());
    context.objects().apply(objects.service());
    context.objects().apply(objects.budget());
    int count = count(objects);
    new ServiceRollout(context, objects, prepared, count).run();
    objects
        .autoscaler()
        .ifPresentOrElse(
            context.objects()::apply,
            () -> context.objects().removeAutoscaler(objects.pods().names().base()));
    happened(
        Event.normal(
            "ReplicasReady",
            "Service %s: %d replicas of revision %d are ready"
                .formatted(objects.pods().id().text(), count, specification.revision())));
  }

  private ServiceObjects objects(Specification version, ServiceSpecification service) {
    ServiceId id = new ServiceId(version.version(), service.name());
    Map<String, ObjectNames> called = new LinkedHashMap<>();
    for (String other : service.dependencies()) {
      called.put(other, names(new ServiceId(version.version(), other)));
    }
    return new ServiceObjects(
        new PodSpecification(context.pods(), names(id), version, service, called), owner);
  }

  private ObjectNames names(ServiceId id) {
    return ObjectNames.of(specification.uid(), specification.name(), id);
  }

  private int count(ServiceObjects objects) {
    Optional<Deployment> now =
        context.view().deployment(specification.uid(), objects.pods().names().base());
    int replicas = now.map(ServiceObjects::replicas).orElse(1);
    return objects.pods().service().scaling().clamp(proved ? replicas : Math.max(1, replicas));
  }

  private void endOthers(Set<String> kept) {
    for (Deployment each : context.view().deployments(specification.uid())) {
      String other = each.getMetadata().getName();
      if (!kept.contains(other)) {
        context.objects().removeService(other);
      }
    }
  }

  private void restore(List<Deployment> before) throws InterruptedException {
    Set<String> names = new HashSet<>();
    for (Deployment each : before) {
      names.add(each.getMetadata().getName());
      context.objects().restore(each);
    }
    endOthers(names);
    if (!before.isEmpty()) {
      happened(
          Event.warning(
              "Restored",
              "What ran before revision %d runs again".formatted(specification.revision())));
    }
    if (before.stream().noneMatch(this::isOfThisRevision)) {
      context.view().await(() -> isRestored(before), context.settings().readinessTimeout());
    }
  }

  /** Nothing of the failed revision is left, and every service that ran answers again. */
  private boolean isRestored(List<Deployment> before) {
    List<PodState> pods = PodState.of(context.view().pods(specification.uid()));
    return before.stream().allMatch(one -> isReady(one, pods))
        && pods.stream().noneMatch(pod -> pod.revision() == specification.revision());
  }

  private static boolean isReady(Deployment deployment, List<PodState> pods) {
    String service = deployment.getMetadata().getAnnotations().get(Labels.SERVICE_NAME);
    return ServiceObjects.replicas(deployment) == 0
        || pods.stream().anyMatch(pod -> pod.isReady() && pod.service().equals(service));
  }

  private boolean isOfThisRevision(Deployment deployment) {
    return Objects.equals(
        deployment.getMetadata().getAnnotations().get(Labels.REVISION),
        Integer.toString(specification.revision()));
  }

  private void happened(Event event) {
    context.events().record(specification.uid(), event);
  }
}
