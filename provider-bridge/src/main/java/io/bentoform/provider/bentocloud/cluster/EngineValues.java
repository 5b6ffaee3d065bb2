package io.bentoform.provider.bentocloud.cluster;

import io.bentoform.provider.bentocloud.ImportMarker;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.resource.PrivateState;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The write-only values of an engine: which of them a request sends.
 *
 * @param members of the request
 * @param hidden values that must not appear in error messages
 */
record EngineValues(Map<String, @Nullable Object> members, Set<String> hidden) {

  private static final String KUBECONFIG = "kubeconfig";
  private static final String VARIABLES = "build_environment";

  /**
   * What turns the values of one engine into those of another.
   *
   * @param kept the private state of the cluster before
   */
  static EngineValues changes(PrivateState kept, Value before, Value goal, Value config) {
    EngineValues values = new EngineValues(new TreeMap<>(), new HashSet<>());
    if (!EnginePlan.isKubernetes(goal)) {
      return values;
    }
    boolean newKubeconfig = isChanged(kept, before, goal, EngineSchema.KUBECONFIG_VERSION);
    if (EnginePlan.writesKubeconfig(before, goal, newKubeconfig)) {
      values.kubeconfig(config.get(EngineSchema.KUBECONFIG).asText(""));
    }
    boolean newValues = isChanged(kept, before, goal, EngineSchema.VARIABLES_VERSION);
    Set<String> names = before.get(EngineSchema.VARIABLE_NAMES).asTextSet();
    Map<String, String> variables = config.get(EngineSchema.VARIABLES).asTextMap();
    if (!names.equals(variables.keySet()) || (newValues && !names.isEmpty())) {
      values.variables(variables, newValues ? Set.of() : names);
    }
    return values;
  }

  private static boolean isChanged(PrivateState kept, Value before, Value goal, String version) {
    return ImportMarker.isChanged(kept, before.get(version), goal.get(version));
  }

  private void kubeconfig(String text) {
    members.put(KUBECONFIG, text);
    hide(text);
  }

  /** A variable without a value keeps the one that it has. */
  private void variables(Map<String, String> variables, Set<String> kept) {
    Map<String, @Nullable String> sent = new TreeMap<>();
    variables.forEach(
        (name, value) -> {
          sent.put(name, kept.contains(name) ? null : value);
          hide(value);
        });
    members.put(VARIABLES, sent);
  }

  private void hide(String value) {
    if (!value.isEmpty()) {
      hidden.add(value);
    }
  }
}
