package io.bentoform.api.engine.kubernetes;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Objects;

/**
 * How many replicas should answer now. Those that are being added do not count before they were
 * ready once, but each service that should have any has one at least.
 */
record ExpectedReplicas(List<Deployment> deployments, List<PodState> pods) {

  int count() {
    return deployments.stream().mapToInt(this::of).sum();
  }

  private int of(Deployment deployment) {
    String service = deployment.getMetadata().getAnnotations().get(Labels.SERVICE_NAME);
    long proved =
        pods.stream()
            .filter(pod -> Objects.equals(pod.service(), service) && !pod.isLeaving())
            .filter(PodState::wasReady)
            .count();
    int wanted = ServiceObjects.replicas(deployment);
    return Math.clamp(proved, Math.min(1, wanted), wanted);
  }
}
