package io.bentoform.api.engine;

import java.util.List;
import java.util.Optional;

/**
 * One service of a deployment as it is configured, before anything happens.
 *
 * @param name of the BentoML service
 * @param pointer a JSON pointer (RFC 6901) to its settings in the request for the deployment
 * @param codespace whether it runs the project of a codespace
 * @param resources of its instance type
 * @param minReplicas how many replicas there are at least
 * @param maxReplicas how many replicas there are at most
 * @param metrics the types of the metrics that it scales by, in lower case, in their order
 * @param strategy how its replicas are replaced; empty where nothing is said
 * @param extras whether {@code extras} are set
 * @param resourceOverrides whether {@code config_overrides} have {@code resources}
 */
public record ConfiguredService(
    String name,
    String pointer,
    boolean codespace,
    Resources resources,
    int minReplicas,
    int maxReplicas,
    List<String> metrics,
    Optional<Strategy> strategy,
    boolean extras,
    boolean resourceOverrides) {

  public ConfiguredService {
    metrics = List.copyOf(metrics);
  }
}
