package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.engine.ConfiguredService;
import io.bentoform.api.engine.IgnoredSettings;
import io.bentoform.api.engine.Limitation;
import java.util.ArrayList;
import java.util.List;

/** Finds what the engine cannot honour of the configuration of a service. */
final class KubernetesCheck {
  private static final List<String> METRICS = List.of("concurrency", "cpu");

  private KubernetesCheck() {}

  static List<Limitation> of(ConfiguredService service) {
    List<Limitation> found = new ArrayList<>(IgnoredSettings.of(service, METRICS));
    if (service.codespace()) {
      found.add(
          new Limitation(
              service.name(),
              service.pointer(),
              "codespace_unsupported",
              "A Kubernetes cluster runs no codespaces. Choose a cluster of the type local, or deploy"
                  + " a bento.",
              true));
    }
    return found;
  }
}
