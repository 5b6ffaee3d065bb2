package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.engine.EnvironmentVariable;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.Strategy;
import io.bentoform.api.scaling.ScalingPolicy;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRulesBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The objects of one service in one revision.
 *
 * @param owner the object of the deployment with which they go
 */
record ServiceObjects(PodSpecification pods, OwnerReference owner) {
  private static final int KEPT_REPLICA_SETS = 2;
  private static final int MILLI_CPUS_PER_PERCENT = 10;

  /** What Kubernetes allows. */
  private static final long MAX_WINDOW_SECONDS = 3600;

  /** How many replicas a Deployment should have. */
  static int replicas(Deployment deployment) {
    return Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
  }

  private Specification specification() {
    return pods.specification();
  }

  private ServiceSpecification wanted() {
    return pods.service();
  }

  private Map<String, String> labels() {
    return Labels.of(pods.parts().settings().owner(), specification(), pods.id());
  }

  private ObjectMetaBuilder metadata(String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withOwnerReferences(owner)
        .withLabels(labels())
        .withAnnotations(Labels.annotations(specification(), pods.id()));
  }

  private ObjectMeta secret(String name) {
    return metadata(name)
        .addToLabels(Labels.REVISION, Integer.toString(specification().revision()))
        .build();
  }

  /** What replicas get: variables under their names, files under a number. It never changes. */
  Secret values() {
    Map<String, String> content = new LinkedHashMap<>();
    for (EnvironmentVariable each : wanted().environment()) {
      content.put(each.name(), each.value().reveal());
    }
    for (int i = 0; i < specification().files().size(); i++) {
      content.put(PodSpecification.file(i), specification().files().get(i).content().reveal());
    }
    return new SecretBuilder()
        .withMetadata(secret(pods.names().values(specification().revision())))
        .withImmutable(true)
        .withStringData(content)
        .build();
  }

  /** What the init container alone gets. The tickets in it are renewed. */
  Secret build() {
    Map<String, String> content = new LinkedHashMap<>();
    pods.buildVariables().forEach((name, value) -> content.put(name, value.reveal()));
    List<String> digests = pods.digests();
    for (int i = 0; i < digests.size(); i++) {
      Hidden ticket = pods.parts().downloads().ticket(digests.get(i));
      content.put(PodSpecification.ticket(i), ticket.reveal());
    }
    return new SecretBuilder()
        .withMetadata(secret(pods.names().build(specification().revision())))
        .withStringData(content)
        .build();
  }

  /** A stable address in the cluster. */
  Service service() {
    ObjectMeta metadata = metadata(pods.names().base()).build();
    return new ServiceBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withSelector(Labels.selector(specification().uid(), pods.id()))
        .addNewPort()
        .withName("http")
        .withPort(Layout.PORT)
        .withTargetPort(new IntOrString("http"))
        .endPort()
        .endSpec()
        .build();
  }

  /** Evictions, as when a node is drained, take one pod at a time. */
  PodDisruptionBudget budget() {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(metadata(pods.names().base()).build())
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        .withNewSelector()
        .withMatchLabels(Labels.selector(specification().uid(), pods.id()))
        .endSelector()
        .endSpec()
        .build();
  }

  /** What scales a service by its CPU use, between its bounds but for zero. */
  Optional<HorizontalPodAutoscaler> autoscaler() {
    ScalingPolicy policy = wanted().scaling();
    if (!policy.isByCpu()) {
      return Optional.empty();
    }
    int percent = policy.cpuPercent().orElse(ScalingPolicy.DEFAULT_CPU_PERCENT);
    return Optional.of(
        new HorizontalPodAutoscalerBuilder()
            .withMetadata(metadata(pods.names().base()).build())
            .withNewSpec()
            .withNewScaleTargetRef()
            .withApiVersion("apps/v1")
            .withKind("Deployment")
            .withName(pods.names().base())
            .endScaleTargetRef()
            .withMinReplicas(Math.max(1, policy.min()))
            .withMaxReplicas(policy.max())
            .addNewMetric()
            .withType("Resource")
            .withNewResource()
            .withName("cpu")
            .withNewTarget()
            .withType("AverageValue")
            .withAverageValue(new Quantity(percent * MILLI_CPUS_PER_PERCENT + "m"))
            .endTarget()
            .endResource()
            .endMetric()
            .withNewBehavior()
            .withScaleUp(rules(policy.up(), policy.upWindow()))
            .withScaleDown(rules(policy.down(), policy.downWindow()))
            .endBehavior()
            .endSpec()
            .build());
  }

  private static HPAScalingRules rules(ScalingPolicy.Behavior behavior, Duration window) {
    return new HPAScalingRulesBuilder()
        .withSelectPolicy(behavior == ScalingPolicy.Behavior.DISABLED ? "Disabled" : "Max")
        .withStabilizationWindowSeconds((int) Math.min(window.toSeconds(), MAX_WINDOW_SECONDS))
        .build();
  }

  /**
   * The Deployment, without a number of replicas: that is written to its scale alone.
   *
   * @param replicas how many there are, for the steps of the strategy
   */
  Deployment deployment(int replicas) {
    return deployment(strategy(wanted().strategy(), replicas));
  }

  /** The same for an update that begins with one pod. */
  Deployment firstPod(int replicas) {
    Strategy strategy = wanted().strategy();
    boolean surges = strategy.surge(replicas) > 0;
    return deployment(
        strategy == Strategy.RECREATE
            ? strategy(strategy, replicas)
            : steps(surges ? 1 : 0, surges ? 0 : 1));
  }

  private Deployment deployment(DeploymentStrategy strategy) {
    Map<String, String> annotations = Labels.annotations(specification(), pods.id());
    return new DeploymentBuilder()
        .withMetadata(metadata(pods.names().base()).build())
        .withNewSpec()
        .withRevisionHistoryLimit(KEPT_REPLICA_SETS)
        .withProgressDeadlineSeconds(
            (int)
                pods.parts()
                    .settings()
                    .buildTimeout()
                    .plus(pods.parts().settings().readinessTimeout())
                    .toSeconds())
        .withStrategy(strategy)
        .withNewSelector()
        .withMatchLabels(Labels.selector(specification().uid(), pods.id()))
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels())
        .withAnnotations(annotations)
        .endMetadata()
        .withSpec(pods.object())
        .endTemplate()
        .endSpec()
        .build();
  }

  private static DeploymentStrategy strategy(Strategy strategy, int replicas) {
    int count = Math.max(1, replicas);
    return strategy == Strategy.RECREATE
        ? new DeploymentStrategyBuilder().withType("Recreate").build()
        : steps(strategy.surge(count), strategy.unavailable(count));
  }

  /** Kubernetes refuses an update without any room. */
  private static DeploymentStrategy steps(int surge, int unavailable) {
    return new DeploymentStrategyBuilder()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxSurge(new IntOrString(surge == 0 && unavailable == 0 ? 1 : surge))
        .withMaxUnavailable(new IntOrString(unavailable))
        .endRollingUpdate()
        .build();
  }
}
