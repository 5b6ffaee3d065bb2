package io.bentoform.provider.client;

import io.bentoform.provider.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The canary versions of a deployment as returned by the API (contract C3).
 *
 * @param routeType {@code random}, {@code header} or {@code query}
 * @param routeBy name of the header or query parameter, null for random
 * @param versions by their labels
 */
public record CanaryRecord(
    String routeType, @Nullable String routeBy, Map<String, Version> versions) {

  /**
   * One version, with what it has from the main version too.
   *
   * @param bento {@code name:version}, null before the first rollout
   * @param weight percent of the requests
   */
  public record Version(@Nullable String bento, long weight, JsonObject config) {

    public Map<String, String> envs() {
      return Pairs.decodeEnvs(config.raw("envs"));
    }

    /** The names of its secrets. */
    public List<String> secrets() {
      return config.texts("secrets");
    }
  }

  /** The canary versions of a deployment; null when it has none. */
  static @Nullable CanaryRecord of(JsonObject deployment) {
    JsonObject routing = deployment.object("manifest").object("routing");
    Map<String, Version> versions = new LinkedHashMap<>();
    for (JsonObject target : DeploymentRecord.canaryTargets(deployment)) {
      String label = target.text("name", "");
      versions.put(
          label,
          new Version(
              DeploymentRecord.bentoOf(target).orElse(null),
              Objects.requireNonNullElse(routing.object("weights").integer(label), 0L),
              target.object("config")));
    }
    return versions.isEmpty()
        ? null
        : new CanaryRecord(
            routing.text("route_type", "random"), routing.text("route_by"), versions);
  }
}
