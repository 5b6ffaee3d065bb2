package io.bentoform.api.cluster;

import io.bentoform.api.wire.EngineResponse;

/**
 * What runs the deployments of a cluster.
 *
 * @param version grows with each change of the type, the settings or the sealed values
 * @param settings of a Kubernetes engine
 */
public record ClusterEngine(EngineType type, int version, EngineSettings settings) {
  /** That of a cluster of which nothing was said. */
  static final ClusterEngine LOCAL = new ClusterEngine(EngineType.LOCAL, 0, EngineSettings.NONE);

  EngineResponse response() {
    return type == EngineType.KUBERNETES
        ? settings.response()
        : new EngineResponse(
            type.word(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
  }
}
