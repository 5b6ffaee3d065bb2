package io.bentoform.api;

import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.cluster.EngineHealth;
import io.bentoform.api.cluster.EngineSettings;
import io.bentoform.api.cluster.EngineValues;
import io.bentoform.api.db.Database;
import io.bentoform.api.engine.kubernetes.ClusterAccess;
import io.bentoform.api.engine.kubernetes.ClusterHealth;
import io.bentoform.api.wire.EngineResponse;
import java.util.List;

/**
 * How the engines of clusters are.
 *
 * @param kind what runs deployments on this machine
 */
record EngineHealths(Database database, EngineValues values, Settings.EngineKind kind)
    implements EngineHealth {
  @Override
  public EngineResponse.Health of(Cluster cluster) {
    return switch (cluster.engine().type()) {
      case LOCAL -> new EngineResponse.Health(true, "", local(), List.of());
      case KUBERNETES -> kubernetes(cluster);
    };
  }

  private String local() {
    return switch (kind) {
      case LOCAL -> "";
      case NONE, KUBERNETES ->
          "Deployments stay at zero: the server runs with --engine %s, so that nothing runs on its machine."
              .formatted(kind.word());
    };
  }

  private EngineResponse.Health kubernetes(Cluster cluster) {
    EngineSettings settings = cluster.engine().settings();
    EngineValues.Values sealed = database.read(execute -> values.of(execute, cluster));
    ClusterHealth health =
        ClusterHealth.of(
            new ClusterAccess(sealed.kubeconfig(), settings.context()),
            settings.namespace(),
            settings.gateway() != null);
    return new EngineResponse.Health(
        health.reachable(), health.version(), health.message(), health.missingPermissions());
  }
}
