package io.bentoform.api.terraform;

import io.bentoform.api.wire.Canary;
import io.bentoform.api.wire.DeploymentConfig;
import io.bentoform.api.wire.DeploymentResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The argument {@code canary} as the provider reads it of an imported deployment: nothing where a
 * version is as the main one.
 */
final class CanaryCode {
  private CanaryCode() {}

  /**
   * The argument of a deployment with canary versions.
   *
   * @param references the expression that attaches secrets of these names
   */
  static Expression of(
      DeploymentResponse.Routing routing,
      List<DeploymentResponse.Target> targets,
      Function<List<String>, Expression> references) {
    Map<String, Expression> versions = new LinkedHashMap<>();
    DeploymentResponse.Target main = targets.getFirst();
    for (DeploymentResponse.Target version : targets.subList(1, targets.size())) {
      String label = version.resource().name();
      int weight = routing.weights().getOrDefault(label, 0);
      versions.put(label, new Expression.Fields(version(main, version, weight, references)));
    }
    Map<String, Expression> canary = new LinkedHashMap<>();
    if (!routing.routeType().equals(Canary.RANDOM)) {
      canary.put("route_type", Expression.text(routing.routeType()));
    }
    if (routing.routeBy() != null) {
      canary.put("route_by", Expression.text(routing.routeBy()));
    }
    canary.put("versions", new Expression.Fields(versions));
    return new Expression.Fields(canary);
  }

  private static Map<String, Expression> version(
      DeploymentResponse.Target main,
      DeploymentResponse.Target version,
      int weight,
      Function<List<String>, Expression> references) {
    DeploymentConfig own = version.config();
    Map<String, Expression> arguments = new LinkedHashMap<>();
    String bento = DeploymentCode.tag(version.bento());
    if (!bento.equals(DeploymentCode.tag(main.bento()))) {
      arguments.put("bento", Expression.text(bento));
    }
    if (weight != 0) {
      arguments.put("weight", Expression.verbatim(Integer.toString(weight)));
    }
    if (!own.secrets().equals(main.config().secrets())) {
      arguments.put("secrets", references.apply(own.secrets()));
    }
    if (!own.envs().equals(main.config().envs())) {
      arguments.put("envs", ServiceCode.variables(own.envs()));
    }
    Map<String, Expression> services = ServiceCode.of(own.services());
    if (!services.isEmpty() && !services.equals(ServiceCode.of(main.config().services()))) {
      arguments.put("services", new Expression.Fields(services));
    }
    return arguments;
  }
}
