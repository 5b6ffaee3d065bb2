package io.bentoform.provider.client;

import io.bentoform.provider.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The canary versions of a deployment as returned by the API (contract C3).
 *
 * @param routeType {@code random}, {@code header} or {@code query}
 * @param routeBy name of the header or query parameter, null for random
 * @param weights percent of the requests, by the label of the version
 * @param versions by their labels
 */
public record CanaryRecord(
    String routeType,
    @Nullable String routeBy,
    Map<String, Long> weights,
    Map<String, DeploymentVersion> versions) {

  /** The canary versions of a deployment; null when it has none. */
  static @Nullable CanaryRecord of(JsonObject deployment) {
    JsonObject routing = deployment.object("manifest").object("routing");
    Map<String, Long> weights = new LinkedHashMap<>();
    Map<String, DeploymentVersion> versions = new LinkedHashMap<>();
    for (JsonObject target : DeploymentRecord.canaryTargets(deployment)) {
      String label = target.text("name", "");
      Long weight = routing.object("weights").integer(label);
      weights.put(label, Objects.requireNonNullElse(weight, 0L));
      versions.put(label, DeploymentVersion.of(target));
    }
    return versions.isEmpty()
        ? null
        : new CanaryRecord(
            routing.text("route_type", "random"), routing.text("route_by"), weights, versions);
  }
}
