package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.RolloutException.Phase;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.Strategy;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Brings the pods of one service to a revision. An update begins with one pod, which must stay
 * ready for a moment. It is done when the old pods are gone: until then they may get requests.
 */
final class ServiceRollout {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration PROOF = Duration.ofSeconds(1);
  private static final Duration HELD_UP = Duration.ofSeconds(20);

  private final EngineContext context;
  private final ServiceObjects objects;
  private final Runnable prepared;
  private final int count;
  private final Map<String, Long> heldUp = new HashMap<>();
  private boolean toldPrepared;

  /**
   * A rollout of one service.
   *
   * @param prepared called when the environment of its first pod is there
   * @param count how many replicas there should be
   */
  ServiceRollout(EngineContext context, ServiceObjects objects, Runnable prepared, int count) {
    this.context = context;
    this.objects = objects;
    this.prepared = prepared;
    this.count = count;
  }

  private String name() {
    return objects.pods().names().base();
  }

  private Specification specification() {
    return objects.pods().specification();
  }

  void run() throws RolloutException, InterruptedException {
    Optional<Deployment> before = context.view().deployment(specification().uid(), name());
    boolean update =
        before.filter(one -> ServiceObjects.replicas(one) > 0 && !isCurrent(one)).isPresent();
    if (update && objects.pods().service().strategy() != Strategy.RECREATE) {
      context.objects().apply(objects.firstPod(count));
      await("the first new replica", () -> !ready().isEmpty());
      String proof = ready().getFirst().name();
      Thread.sleep(PROOF);
      await(
          "the first new replica",
          () -> ready().stream().anyMatch(one -> one.name().equals(proof)));
    }
    Deployment written = context.objects().apply(objects.deployment(count));
    if (ServiceObjects.replicas(written) != count) {
      context.objects().scale(name(), count);
    }
    await("all replicas", () -> ready().size() == count && others().isEmpty());
  }

  private boolean isCurrent(Deployment deployment) {
    return Integer.toString(specification().revision())
        .equals(deployment.getMetadata().getAnnotations().get(Labels.REVISION));
  }

  private List<PodState> pods() {
    return PodState.of(context.view().pods(specification().uid())).stream()
        .filter(pod -> pod.service().equals(objects.pods().id().text()))
        .toList();
  }

  private List<PodState> current() {
    return pods().stream().filter(pod -> pod.revision() == specification().revision()).toList();
  }

  private List<PodState> ready() {
    return current().stream().filter(PodState::isReady).toList();
  }

  /** Pods of other revisions, and those that leave. */
  private List<PodState> others() {
    return pods().stream()
        .filter(pod -> pod.isLeaving() || pod.revision() != specification().revision())
        .toList();
  }

  private void await(String what, BooleanSupplier condition)
      throws RolloutException, InterruptedException {
    long begin = System.nanoTime();
    long limit = context.settings().buildTimeout().toNanos();
    while (!context.view().await(() -> condition.getAsBoolean() || isStuck(), LOOK)) {
      tellPrepared();
      if (System.nanoTime() - begin > limit) {
        throw failed(
            Phase.START, Optional.empty(), "did not have %s ready in time".formatted(what));
      }
      if (toldPrepared && limit > context.settings().readinessTimeout().toNanos()) {
        begin = System.nanoTime();
        limit = context.settings().readinessTimeout().toNanos();
      }
    }
    tellPrepared();
    for (PodState pod : current()) {
      if (lasts(pod)) {
        fail(pod);
      }
    }
  }

  private void tellPrepared() {
    if (!toldPrepared && current().stream().anyMatch(PodState::isPrepared)) {
      toldPrepared = true;
      prepared.run();
    }
  }

  private boolean isStuck() {
    return current().stream().anyMatch(pod -> pod.problem().isPresent() && lasts(pod));
  }

  /** What holds up a pod may pass, as when the node does not have a Secret at once. */
  private boolean lasts(PodState pod) {
    if (!pod.isHeldUp()) {
      heldUp.remove(pod.uid());
      return true;
    }
    long since = heldUp.computeIfAbsent(pod.uid(), absent -> System.nanoTime());
    return System.nanoTime() - since > HELD_UP.toNanos();
  }

  private void fail(PodState pod) throws RolloutException {
    Optional<String> preparation = pod.preparationProblem();
    if (preparation.isPresent()) {
      throw failed(
          Phase.BUILD,
          Optional.of(pod),
          "has not prepared the Python environment of bento %s: it %s"
              .formatted(specification().bento(), preparation.get()));
    }
    Optional<String> serving = pod.servingProblem();
    if (serving.isPresent()) {
      throw failed(Phase.START, Optional.of(pod), serving.get() + " before it was ready");
    }
  }

  private RolloutException failed(Phase phase, Optional<PodState> pod, String what) {
    String container = phase == Phase.BUILD ? PodSpecification.PREPARE : PodSpecification.BENTO;
    return new RolloutException(
        phase,
        "%s of service %s of deployment %s (revision %d, bento %s) %s.%s"
            .formatted(
                pod.map(one -> "Pod " + one.name()).orElse("The pods"),
                objects.pods().id().text(),
                specification().name(),
                specification().revision(),
                specification().bento(),
                what,
                pod.map(one -> context.logs().lastLines(one.name(), container, specification()))
                    .orElse("")));
  }
}
