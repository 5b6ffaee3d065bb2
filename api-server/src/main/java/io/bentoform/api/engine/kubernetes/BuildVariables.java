package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.crypto.Hidden;
import java.util.Map;
import java.util.stream.Collectors;

/** The environment variables of all builds, whose values may be passwords. */
public record BuildVariables(Map<String, Hidden> values) {
  public BuildVariables {
    values = Map.copyOf(values);
  }

  /** As {@link KubernetesSettings} takes them. */
  public Map<String, String> revealed() {
    return values.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().reveal()));
  }
}
