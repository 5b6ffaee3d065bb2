package io.bentoform.api.engine.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
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
record GatewayObjects(GatewayPlace.InCluster place, KubernetesSettings settings) {
  static final int PORT = 8080;
  static final int INTERNAL_PORT = 8081;

  private static final String NAME = "bentoform-gateway";
  private static final String COMPONENT = "app.kubernetes.io/component";
  private static final String CONTAINER = "gateway";
  private static final String TOKEN = "token";
  private static final String HTTP = "http";
  private static final String INTERNAL = "internal";
  private static final String TEMPORARY = "tmp";

  /** Until no node sends a connection to a pod that ends. */
  private static final long LEAVING_SECONDS = 6;

  /** The last requests are finished before. */
  private static final long GRACE_SECONDS = 75;

  private static final Map<String, String> SELECTOR = Map.of(COMPONENT, CONTAINER);

  /** Of all its objects. */
  static final Map<String, String> LABELS =
      Map.of(COMPONENT, CONTAINER, Labels.PART_OF, Labels.MANAGER);

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
        .withStringData(Map.of(TOKEN, place.token().reveal()))
        .build();
  }

  private Service external() {
    ServicePortBuilder port =
        new ServicePortBuilder().withName(HTTP).withPort(80).withTargetPort(new IntOrString(HTTP));
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
        .withName(HTTP)
        .withPort(INTERNAL_PORT)
        .withTargetPort(new IntOrString(INTERNAL))
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
        .withSpec(pod())
        .endTemplate()
        .endSpec()
        .build();
  }

  private PodSpec pod() {
    return new PodSpecBuilder()
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
        .withNodeSelector(settings.nodeSelector())
        .withTolerations(Restricted.tolerations(settings))
        .withSecurityContext(Restricted.pod())
        .withContainers(
            new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(place.image())
                .withArgs("gateway")
                .withSecurityContext(Restricted.container())
                .withEnv(environment())
                .addNewPort()
                .withName(HTTP)
                .withContainerPort(PORT)
                .endPort()
                .addNewPort()
                .withName(INTERNAL)
                .withContainerPort(INTERNAL_PORT)
                .endPort()
                .withNewReadinessProbe()
                .withNewHttpGet()
                .withPath("/livez")
                .withNewPort(HTTP)
                .endHttpGet()
                .withPeriodSeconds(1)
                .withFailureThreshold(3)
                .endReadinessProbe()
                .withNewLifecycle()
                .withNewPreStop()
                .withNewSleep(LEAVING_SECONDS)
                .endPreStop()
                .endLifecycle()
                .addNewVolumeMount()
                .withName(TEMPORARY)
                .withMountPath("/tmp")
                .endVolumeMount()
                .build())
        .addNewVolume()
        .withName(TEMPORARY)
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume()
        .build();
  }

  private List<EnvVar> environment() {
    return List.of(
        plain("BENTOFORM_CONTROL_URL", place.control().toString()),
        plain("BENTOFORM_ENDPOINT_DOMAIN", place.domain()),
        plain("BENTOFORM_ENDPOINT_PORT", Integer.toString(PORT)),
        plain("BENTOFORM_INTERNAL_PORT", Integer.toString(INTERNAL_PORT)),
        new EnvVarBuilder()
            .withName("BENTOFORM_GATEWAY_TOKEN")
            .withNewValueFrom()
            .withNewSecretKeyRef(TOKEN, NAME, false)
            .endValueFrom()
            .build());
  }

  private static EnvVar plain(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
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
