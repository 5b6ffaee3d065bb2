package io.bentoform.api.engine.kubernetes;

import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.List;

/** What all pods have in common; they pass the Pod Security Standard "restricted". */
final class Restricted {
  private static final long USER = 10_001;

  private Restricted() {}

  static PodSecurityContext pod() {
    return new PodSecurityContextBuilder()
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        .withRunAsNonRoot(true)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .build();
  }

  static SecurityContext container() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }

  static List<Toleration> tolerations(KubernetesSettings settings) {
    return settings.tolerations().stream()
        .map(
            one ->
                new TolerationBuilder()
                    .withKey(one.key())
                    .withOperator(one.value().isEmpty() ? "Exists" : "Equal")
                    .withValue(one.value().isEmpty() ? null : one.value())
                    .withEffect(one.effect().isEmpty() ? null : one.effect())
                    .build())
        .toList();
  }
}
