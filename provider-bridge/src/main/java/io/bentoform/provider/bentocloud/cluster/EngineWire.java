package io.bentoform.provider.bentocloud.cluster;

import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Converts the ordinary settings of an engine from and to the API's format, keeping prior values
 * that mean the same.
 */
final class EngineWire {

  private static final Type.ObjectOf TYPE = EngineSchema.type();

  /** What the configuration alone knows, and what is no setting of the API. */
  private static final Set<String> OWN =
      Set.of(
          EngineSchema.KUBECONFIG,
          EngineSchema.KUBECONFIG_VERSION,
          EngineSchema.VARIABLES,
          EngineSchema.VARIABLES_VERSION);

  private static final Set<String> COMPUTED =
      Set.of(EngineSchema.CREDENTIALS, EngineSchema.VARIABLE_NAMES);

  /** What removes a setting; an empty text removes all others. */
  private static final Map<String, Object> REMOVED =
      Map.of(
          EngineSchema.ENDPOINT_PORT, 0,
          EngineSchema.STORAGE, Map.of(EngineSchema.NONE, true),
          EngineSchema.NODE_SELECTOR, Map.of(),
          EngineSchema.TOLERATIONS, List.of(),
          EngineSchema.GATEWAY, Map.of());

  private EngineWire() {}

  /** The members of a request that make one engine of another; none when they are the same. */
  static Map<String, @Nullable Object> changes(Value before, Value goal) {
    Map<String, @Nullable Object> changes = new TreeMap<>();
    boolean kubernetes = EnginePlan.isKubernetes(goal);
    if (kubernetes != EnginePlan.isKubernetes(before)) {
      changes.put(
          EngineSchema.TYPE,
          (kubernetes ? EngineSchema.KUBERNETES : EngineSchema.LOCAL).asText(""));
    }
    if (kubernetes) {
      changes.putAll(settings(goal));
      changes.entrySet().removeAll(settings(before).entrySet());
    }
    return changes;
  }

  private static Map<String, @Nullable Object> settings(Value engine) {
    Map<String, @Nullable Object> settings = new TreeMap<>();
    TYPE.attributes()
        .forEach(
            (name, type) -> {
              if (!OWN.contains(name)
                  && !COMPUTED.contains(name)
                  && !name.equals(EngineSchema.TYPE)) {
                Value value = normal(name, engine.get(name));
                settings.put(
                    name,
                    value.isNull() ? REMOVED.getOrDefault(name, "") : JsonCodec.tree(value, type));
              }
            });
    return settings;
  }

  /** The engine that the API reports; null for the machine of the server. */
  static Value refresh(Value known, JsonObject engine) {
    if (!Value.ofText(engine.text(EngineSchema.TYPE)).equals(EngineSchema.KUBERNETES)) {
      return known.get(EngineSchema.TYPE).equals(EngineSchema.LOCAL) ? known : Value.ofNull();
    }
    Map<String, Value> members = new HashMap<>();
    TYPE.attributes()
        .forEach(
            (name, type) -> {
              Value before = known.get(name);
              Value now = OWN.contains(name) ? before : reported(name, type, engine);
              members.put(name, normal(name, before).equals(now) ? before : now);
            });
    return new Value.Fields(members);
  }

  private static Value reported(String name, Type type, JsonObject engine) {
    return name.equals(EngineSchema.VARIABLE_NAMES)
        ? Value.setOfText(engine.texts("build_environment"))
        : normal(name, JsonCodec.decodeTree(engine.raw(name), type));
  }

  /** The one of all spellings of a setting that has no empty values and no defaults of the API. */
  private static Value normal(String name, Value value) {
    if (isEmpty(value)) {
      return Value.ofNull();
    }
    return switch (name) {
      case EngineSchema.SERVER_URL -> Value.text(value.asText("").replaceFirst("/+$", ""));
      case EngineSchema.STORAGE ->
          value instanceof Value.Fields storage && storage.get(EngineSchema.CLAIM).isPresent()
              ? storage.with(EngineSchema.NONE, Value.ofNull())
              : Value.ofNull();
      case EngineSchema.TOLERATIONS ->
          Value.list(value.asList().stream().map(EngineWire::toleration).toList());
      default -> value;
    };
  }

  private static boolean isEmpty(Value value) {
    return !value.isPresent()
        || value.equals(Value.text(""))
        || value.equals(Value.list(List.of()))
        || value.equals(new Value.Fields(Map.of()));
  }

  private static Value toleration(Value toleration) {
    Map<String, Value> members = new HashMap<>(toleration.asMap());
    members.replaceAll((name, value) -> isEmpty(value) ? Value.ofNull() : value);
    Value value = members.getOrDefault(EngineSchema.VALUE, Value.ofNull());
    Value operator = members.getOrDefault(EngineSchema.OPERATOR, Value.ofNull());
    members.put(
        EngineSchema.OPERATOR,
        operator.isNull() ? Value.text(value.isNull() ? "Exists" : "Equal") : operator);
    return new Value.Fields(members);
  }
}
