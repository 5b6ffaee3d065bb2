package io.bentoform.api.engine.kubernetes;

import static io.bentoform.api.engine.kubernetes.Variables.fromSecret;
import static io.bentoform.api.engine.kubernetes.Variables.plain;

import io.bentoform.api.gateway.remote.GatewayVariables;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * The pods of a gateway. They get requests when they have routes, and finish those that they have
 * when they leave.
 */
record GatewayPod(GatewayPlace.InCluster place, KubernetesSettings settings, SharedFiles files) {
  static final int PORT = 8080;
  static final int INTERNAL_PORT = 8081;

  /** The names of these ports. */
  static final String HTTP = "http";

  static final String INTERNAL = "internal";

  /** The key of the token in the Secret. */
  static final String TOKEN = "token";

  private static final String CONTAINER = "gateway";

  /** Until no node sends a connection to a pod that ends. */
  private static final long LEAVING_SECONDS = 6;

  /** The last requests are finished before. */
  private static final long GRACE_SECONDS = 75;

  PodSpec object() {
    return new PodSpecBuilder()
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
        .withNodeSelector(settings.nodeSelector())
        .withTolerations(Restricted.tolerations(settings))
        .withSecurityContext(Restricted.pod())
        .withContainers(container())
        .withVolumes(Volumes.emptyFolder(Volumes.TEMPORARY), Volumes.files(files))
        .build();
  }

  private Container container() {
    return new ContainerBuilder()
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
        .withVolumeMounts(Volumes.mountTemporary(), Volumes.mountFiles())
        .build();
  }

  private List<EnvVar> environment() {
    List<EnvVar> environment =
        new ArrayList<>(
            List.of(
                plain(GatewayVariables.CONTROL, place.control().toString()),
                plain(GatewayVariables.DOMAIN, place.domain()),
                plain(GatewayVariables.PORT, Integer.toString(PORT)),
                plain(GatewayVariables.INTERNAL_PORT, Integer.toString(INTERNAL_PORT)),
                fromSecret(GatewayVariables.TOKEN, GatewayObjects.NAME, TOKEN)));
    if (settings.certificates().isPresent()) {
      environment.add(
          plain(GatewayVariables.CERTIFICATES, Layout.FILES + "/" + SharedFiles.CERTIFICATES));
    }
    return environment;
  }
}
