package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.engine.Pod.Phase;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the cluster says of one pod. */
record PodState(Pod pod) {
  /** Why a container waits for what does not come by itself, if that lasts. */
  private static final Set<String> HOPELESS =
      Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "CreateContainerConfigError");

  static List<PodState> of(List<Pod> pods) {
    return pods.stream().map(PodState::new).toList();
  }

  String name() {
    return pod.getMetadata().getName();
  }

  String uid() {
    return pod.getMetadata().getUid();
  }

  /** The uid of its deployment. */
  String deployment() {
    return Objects.requireNonNullElse(pod.getMetadata().getLabels().get(Labels.UID), "");
  }

  /** The containers that serve. */
  List<ContainerStatus> containers() {
    return pod.getStatus().getContainerStatuses();
  }

  String service() {
    return Objects.requireNonNullElse(
        pod.getMetadata().getAnnotations().get(Labels.SERVICE_NAME), "");
  }

  int revision() {
    return Integer.parseInt(pod.getMetadata().getAnnotations().getOrDefault(Labels.REVISION, "-1"));
  }

  boolean isLeaving() {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  boolean isReady() {
    return !isLeaving()
        && condition("Ready").map(one -> one.getStatus().equals("True")).orElse(false);
  }

  /** Whether it has ever been ready, now or before. */
  boolean wasReady() {
    return isReady()
        || containers().stream().anyMatch(one -> one.getRestartCount() > 0)
        || condition("Ready")
            .flatMap(ready -> condition("Initialized").map(begun -> isAfter(ready, begun)))
            .orElse(false);
  }

  private static boolean isAfter(PodCondition one, PodCondition other) {
    return Instant.parse(one.getLastTransitionTime())
        .isAfter(Instant.parse(other.getLastTransitionTime()));
  }

  private Optional<PodCondition> condition(String type) {
    return pod.getStatus().getConditions().stream()
        .filter(one -> one.getType().equals(type))
        .findFirst();
  }

  Optional<String> address() {
    return Optional.ofNullable(pod.getStatus().getPodIP());
  }

  /** Whether its environment is there. */
  boolean isPrepared() {
    List<ContainerStatus> containers = pod.getStatus().getInitContainerStatuses();
    return !containers.isEmpty() && containers.stream().allMatch(ContainerStatus::getReady);
  }

  Phase phase() {
    return switch (pod.getStatus().getPhase()) {
      case "Succeeded" -> Phase.SUCCEEDED;
      case "Failed" -> Phase.FAILED;
      case "Running" -> isReady() ? Phase.RUNNING : Phase.PENDING;
      default -> Phase.PENDING;
    };
  }

  /** Whether a container waits for what does not come by itself, if that lasts. */
  boolean isHeldUp() {
    return Stream.concat(pod.getStatus().getInitContainerStatuses().stream(), containers().stream())
        .map(ContainerStatus::getState)
        .anyMatch(PodState::isHeldUp);
  }

  private static boolean isHeldUp(ContainerState state) {
    return state.getWaiting() != null && HOPELESS.contains(state.getWaiting().getReason());
  }

  /** Why it will not answer, if so. */
  Optional<String> problem() {
    return preparationProblem()
        .map(text -> "has no environment: its preparation " + text)
        .or(this::servingProblem);
  }

  /** Why its environment will not come, if so. */
  Optional<String> preparationProblem() {
    return isPrepared() ? Optional.empty() : problem(pod.getStatus().getInitContainerStatuses());
  }

  /** Why it will not serve, if so. */
  Optional<String> servingProblem() {
    return isReady() ? Optional.empty() : problem(containers());
  }

  private static Optional<String> problem(List<ContainerStatus> containers) {
    return containers.stream().flatMap(PodState::problem).findFirst();
  }

  private static Stream<String> problem(ContainerStatus container) {
    ContainerState now = container.getState();
    if (isHeldUp(now)) {
      return Stream.of("cannot start: " + now.getWaiting().getMessage());
    }
    ContainerState last = container.getLastState();
    return Stream.of(now, last)
        .filter(Objects::nonNull)
        .map(ContainerState::getTerminated)
        .filter(Objects::nonNull)
        .filter(ended -> ended.getExitCode() != 0)
        .map(PodState::end)
        .limit(1);
  }

  private static String end(ContainerStateTerminated ended) {
    return "OOMKilled".equals(ended.getReason())
        ? "needed more memory than its instance type has"
        : "ended with exit code " + ended.getExitCode();
  }
}
