package io.bentoform.api.engine.kubernetes;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;

/** The environment variables of containers. */
final class Variables {
  private Variables() {}

  /** One whose value is what is written, and no reference to another variable. */
  static EnvVar plain(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value.replace("$(", "$$(")).build();
  }

  /** One whose value stands in a Secret. */
  static EnvVar fromSecret(String name, String secret, String key) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewSecretKeyRef(key, secret, false)
        .endValueFrom()
        .build();
  }
}
