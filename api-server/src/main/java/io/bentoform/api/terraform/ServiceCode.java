package io.bentoform.api.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bentoform.api.http.Json;
import io.bentoform.api.wire.DeploymentConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of services as the provider reads them of an imported deployment: nothing where they
 * are the defaults, and all that was sent otherwise.
 */
final class ServiceCode {
  private static final List<String> SCALING = List.of("min_replicas", "max_replicas", "policy");
  private static final List<String> POLICY =
      List.of(
          "metrics",
          "scale_up_behavior",
          "scale_down_behavior",
          "scale_up_stabilization_window",
          "scale_down_stabilization_window");
  private static final List<String> METRIC = List.of("type", "value");
  private static final JsonNode ONE_REPLICA =
      JsonNodeFactory.instance.objectNode().put("min_replicas", 1).put("max_replicas", 1);

  private ServiceCode() {}

  /** The argument {@code services}; empty when all services have the defaults. */
  static Map<String, Expression> of(Map<String, DeploymentConfig.Service> services) {
    Map<String, Expression> all = new LinkedHashMap<>();
    services.forEach(
        (name, service) -> {
          Map<String, Expression> settings = settings(service);
          if (!settings.isEmpty() || hasExtras(service)) {
            all.put(name, new Expression.Fields(settings));
          }
        });
    return all;
  }

  /** Whether it has extras, for which the provider has no argument. */
  static boolean hasExtras(DeploymentConfig.Service service) {
    return service.extras() != null && pruned(service.extras()).isPresent();
  }

  private static Map<String, Expression> settings(DeploymentConfig.Service service) {
    Map<String, Expression> settings = new LinkedHashMap<>();
    if (service.instanceType() != null) {
      settings.put("instance_type", Expression.text(service.instanceType()));
    }
    if (service.deploymentStrategy() != null) {
      settings.put("deployment_strategy", Expression.text(service.deploymentStrategy()));
    }
    if (service.coldStartTimeout() != null) {
      settings.put(
          "cold_start_timeout", Expression.verbatim(service.coldStartTimeout().toString()));
    }
    if (!service.variables().isEmpty()) {
      settings.put("envs", variables(service.variables()));
    }
    scaling(service.scaling()).ifPresent(scaling -> settings.put("scaling", scaling));
    JsonNode overrides = service.configOverrides();
    if (overrides != null && !overrides.isEmpty()) {
      settings.put("config_overrides", new Expression.Call("jsonencode", Expression.of(overrides)));
    }
    return settings;
  }

  /** Environment variables; of two with one name the last one counts. */
  static Expression variables(List<DeploymentConfig.Variable> variables) {
    Map<String, String> texts = new LinkedHashMap<>();
    variables.forEach(
        each ->
            texts.put(
                each.name() == null ? "" : each.name(), each.value() == null ? "" : each.value()));
    return Expression.texts(texts);
  }

  private static Optional<Expression> scaling(DeploymentConfig.@Nullable Scaling scaling) {
    JsonNode sent = Json.MAPPER.valueToTree(scaling);
    return pruned(sent)
        .filter(given -> !given.equals(ONE_REPLICA))
        .map(
            given -> {
              Map<String, Expression> members = members(sent, SCALING);
              if (sent.path("policy").isObject()) {
                members.put("policy", policy(sent.get("policy")));
              }
              return new Expression.Fields(members);
            });
  }

  private static Expression policy(JsonNode sent) {
    Map<String, Expression> members = members(sent, POLICY);
    if (sent.path("metrics").isArray()) {
      members.put(
          "metrics",
          new Expression.Tuple(
              sent.get("metrics")
                  .valueStream()
                  .<Expression>map(metric -> new Expression.Fields(members(metric, METRIC)))
                  .toList()));
    }
    return new Expression.Fields(members);
  }

  /** Those of the members that are given: the schema of the provider has no others. */
  private static Map<String, Expression> members(JsonNode object, List<String> names) {
    Map<String, Expression> members = new LinkedHashMap<>();
    for (String name : names) {
      if (object.hasNonNull(name)) {
        members.put(name, Expression.of(object.get(name)));
      }
    }
    return members;
  }

  /** The value without nulls and without what is empty then; nothing when nothing is left. */
  private static Optional<JsonNode> pruned(JsonNode json) {
    if (json.isArray()) {
      return json.valueStream().anyMatch(each -> pruned(each).isPresent())
          ? Optional.of(json)
          : Optional.empty();
    }
    if (!json.isObject()) {
      return json.isNull() ? Optional.empty() : Optional.of(json);
    }
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    json.properties()
        .forEach(each -> pruned(each.getValue()).ifPresent(it -> kept.set(each.getKey(), it)));
    return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
  }
}
