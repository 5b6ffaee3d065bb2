package io.bentoform.api.engine.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.List;
import java.util.Map;

/**
 * The gateway of a cluster: pods of its own, a Service for requests from outside and one for calls
 * between services.
 */
record GatewayObjects(GatewayPlace.InCluster place, GatewayPod pod) {
  /** The name of the Secret, of the Deployment and of the Service for requests from outside. */
  static final String NAME = "bentoform-gateway";

  private static final String COMPONENT = "app.kubernetes.io/component";
  private static final String GATEWAY = "gateway";

  private static final Map<String, String> SELECTOR = Map.of(COMPONENT, GATEWAY);

  /** Of all its objects. */
  static final Map<String, String> LABELS =
      Map.of(COMPONENT, GATEWAY, Labels.PART_OF, Labels.MANAGER);

  private static ObjectMeta metadata(String name) {
    return new ObjectMetaBuilder().withName(name).addToLabels(LABELS).build();
  }

  /** All but the Service for calls between services. */
  List<HasMetadata> all() {
    return List.of(secret(), external(), deployment(), budget(), policy());
  }

  private Secret secret() {
    return new SecretBuilder()
        .withMetadata(metadata(NAME))
        .withStringData(Map.of(GatewayPod.TOKEN, place.token().reveal()))
        .build();
  }

  private Service external() {
    ServicePortBuilder port =
        new ServicePortBuilder()
            .withName(GatewayPod.HTTP)
            .withPort(80)
            .withTargetPort(new IntOrString(GatewayPod.HTTP));
    if (place.nodePort() > 0) {
      port.withNodePort(place.nodePort());
    }
    return new ServiceBuilder()
        .withMetadata(metadata(NAME))
        .withNewSpec()
        .withType(place.serviceType())
        .withSelector(SELECTOR)
        .withPorts(port.build())
        .endSpec()
        .build();
  }

  /** For calls between services; its address is the same for its life. */
  Service internal() {
    return new ServiceBuilder()
        .withMetadata(metadata(NAME + "-internal"))
        .withNewSpec()
        .withType("ClusterIP")
        .withSelector(SELECTOR)
        .addNewPort()
        .withName(GatewayPod.HTTP)
        .withPort(GatewayPod.INTERNAL_PORT)
        .withTargetPort(new IntOrString(GatewayPod.INTERNAL))
        .endPort()
        .endSpec()
        .build();
  }

  private Deployment deployment() {
    return new DeploymentBuilder()
        .withMetadata(metadata(NAME))
        .withNewSpec()
        .withReplicas(place.replicas())
        .withNewStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxSurge(new IntOrString(1))
        .withMaxUnavailable(new IntOrString(0))
        .endRollingUpdate()
        .endStrategy()
        .withNewSelector()
        .withMatchLabels(SELECTOR)
        .endSelector()
        .withNewTemplate()
        .withMetadata(new ObjectMetaBuilder().addToLabels(LABELS).build())
        .withSpec(pod.object())
        .endTemplate()
        .endSpec()
        .build();
  }

  private PodDisruptionBudget budget() {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(metadata(NAME))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        .withNewSelector()
        .withMatchLabels(SELECTOR)
        .endSelector()
        .endSpec()
        .build();
  }

  /** Replicas take requests from gateways alone. */
  private NetworkPolicy policy() {
    return new NetworkPolicyBuilder()
        .withMetadata(metadata("bentoform-replicas"))
        .withNewSpec()
        .withNewPodSelector()
        .withMatchLabels(Map.of(Labels.MANAGED_BY, Labels.MANAGER))
        .endPodSelector()
        .withPolicyTypes("Ingress")
        .addNewIngress()
        .addNewFrom()
        .withNewPodSelector()
        .withMatchLabels(SELECTOR)
        .endPodSelector()
        .endFrom()
        .addNewPort()
        .withPort(new IntOrString(Layout.PORT))
        .endPort()
        .endIngress()
        .endSpec()
        .build();
  }
}
