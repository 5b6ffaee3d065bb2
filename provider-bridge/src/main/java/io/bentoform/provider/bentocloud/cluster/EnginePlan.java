package io.bentoform.provider.bentocloud.cluster;

import io.bentoform.provider.cty.Value;
import java.util.Map;
import java.util.TreeMap;

/** The plan rules of an engine, as pure functions: what follows from a configuration. */
final class EnginePlan {

  private static final Value WITH_KUBECONFIG = Value.text("kubeconfig");
  private static final Value IN_CLUSTER = Value.text("in_cluster");

  private EnginePlan() {}

  /** Whether an engine is a cluster of Kubernetes. */
  static boolean isKubernetes(Value engine) {
    return engine.get(EngineSchema.TYPE).equals(EngineSchema.KUBERNETES);
  }

  /**
   * The planned engine with what the provider sets.
   *
   * @param prior null for a new cluster, and for one on the machine of the server
   */
  static Value decided(Value planned, Value prior, Value config) {
    if (!(planned instanceof Value.Fields engine)) {
      return planned;
    }
    if (engine.get(EngineSchema.TYPE).equals(EngineSchema.LOCAL)) {
      return local(engine);
    }
    boolean newImage = config.get(EngineSchema.IMAGE).isNull() && !isSet(prior, EngineSchema.IMAGE);
    return engine
        .with(EngineSchema.CREDENTIALS, credentials(prior, config))
        .with(EngineSchema.VARIABLE_NAMES, variableNames(prior, config))
        .with(EngineSchema.IMAGE, newImage ? Value.ofUnknown() : engine.get(EngineSchema.IMAGE));
  }

  private static Value.Fields local(Value.Fields engine) {
    Map<String, Value> members = new TreeMap<>(engine.entries());
    members.replaceAll((name, value) -> Value.ofNull());
    return new Value.Fields(members).with(EngineSchema.TYPE, EngineSchema.LOCAL);
  }

  private static boolean isSet(Value prior, String name) {
    return prior.get(name).isPresent();
  }

  private static Value credentials(Value prior, Value config) {
    Value kubeconfig = config.get(EngineSchema.KUBECONFIG);
    if (kubeconfig.isUnknown()) {
      return isSet(prior, EngineSchema.CREDENTIALS)
          ? prior.get(EngineSchema.CREDENTIALS)
          : kubeconfig;
    }
    return kubeconfig.asText("").isEmpty() ? IN_CLUSTER : WITH_KUBECONFIG;
  }

  private static Value variableNames(Value prior, Value config) {
    Value variables = config.get(EngineSchema.VARIABLES);
    if (variables.isUnknown()) {
      return isSet(prior, EngineSchema.VARIABLE_NAMES)
          ? prior.get(EngineSchema.VARIABLE_NAMES)
          : variables;
    }
    return Value.setOfText(variables.asMap().keySet());
  }

  /** Whether the kubeconfig is written, or removed. */
  static boolean writesKubeconfig(Value before, Value goal, boolean versionChanged) {
    Value credentials = goal.get(EngineSchema.CREDENTIALS);
    return !credentials.equals(before.get(EngineSchema.CREDENTIALS))
        || (versionChanged && credentials.equals(WITH_KUBECONFIG));
  }
}
