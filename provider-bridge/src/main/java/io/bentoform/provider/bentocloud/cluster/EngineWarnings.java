package io.bentoform.provider.bentocloud.cluster;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.json.JsonObject;
import java.util.List;

/** What is wrong with the engine of a cluster, according to the API. Nothing of it is stored. */
final class EngineWarnings {

  private static final Path ENGINE = Path.of(EngineSchema.ENGINE);

  private EngineWarnings() {}

  /**
   * The warnings of a cluster.
   *
   * @param health as the API reports it
   */
  static List<Diagnostic> of(String name, JsonObject health) {
    String message = health.text("message", "");
    List<String> missing = health.texts("missing_permissions");
    if (!missing.isEmpty()) {
      return List.of(
          Diagnostic.warning(
              ENGINE,
              "The account of the cluster \"" + name + "\" lacks permissions",
              "Deployments wait until it may: "
                  + String.join(", ", missing)
                  + ". Grant them in the namespace of the cluster."));
    }
    if (message.isEmpty()) {
      return List.of();
    }
    return List.of(
        Diagnostic.warning(
            ENGINE,
            health.flag("reachable")
                ? "The cluster \"" + name + "\" is not ready"
                : "The cluster \"" + name + "\" cannot be used now",
            message
                + " The record of the cluster is kept as configured; its deployments wait and say"
                + " the same in their conditions, and their work is tried again by itself."));
  }
}
