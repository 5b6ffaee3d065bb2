package io.bentoform.api.deployment;

import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.cluster.InstanceTypes;
import io.bentoform.api.engine.Engines;
import io.bentoform.api.engine.Limitation;
import io.bentoform.api.engine.Resources;
import io.bentoform.api.wire.DeploymentConfig;
import io.helidon.dbclient.DbExecute;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Asks the engine of a cluster what it cannot honour of configurations, within one transaction: the
 * instance types of a cluster are read once, and only when a service names one.
 */
final class EngineCheck {
  private final Engines engines;
  private final DbExecute execute;
  private final Map<Long, Map<String, Resources>> instanceTypes = new HashMap<>();

  EngineCheck(Engines engines, DbExecute execute) {
    this.engines = engines;
    this.execute = execute;
  }

  List<Limitation> of(Cluster cluster, DeploymentConfig config, boolean codespace) {
    Map<String, Resources> types =
        namesInstanceType(config)
            ? instanceTypes.computeIfAbsent(
                cluster.id(), id -> InstanceTypes.resources(execute, cluster))
            : Map.of();
    return engines.of(cluster.uid()).check(ConfiguredServices.of(config, codespace, types));
  }

  private static boolean namesInstanceType(DeploymentConfig config) {
    return config.services().values().stream().anyMatch(one -> one.instanceType() != null)
        || config.versions().values().stream()
            .flatMap(version -> config.version(version).services().values().stream())
            .map(DeploymentConfig.Service::instanceType)
            .anyMatch(Objects::nonNull);
  }
}
