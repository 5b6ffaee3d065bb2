package io.bentoform.api.gateway.remote;

import io.bentoform.api.gateway.Load;
import io.bentoform.api.gateway.Loads;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The sum of what gateways told. A request that waits counts as one until a report has it. */
public final class ToldLoads implements Loads {
  private record Key(String deployment, String service) {}

  private final Map<Key, Load> reported = new HashMap<>();
  private final Map<Key, Set<String>> waits = new HashMap<>();

  /**
   * Sums them up.
   *
   * @param told each by one gateway
   * @param waiting may be in a report already
   */
  public ToldLoads(Collection<ServiceLoad> told, Collection<Waited> waiting) {
    told.forEach(
        one -> reported.merge(new Key(one.deployment(), one.service()), one.load(), Load::plus));
    waiting.forEach(
        one ->
            waits
                .computeIfAbsent(
                    new Key(one.deployment(), one.service()), absent -> new HashSet<>())
                .add(one.version()));
  }

  @Override
  public Load of(String deployment, String service) {
    Key key = new Key(deployment, service);
    Load load = reported.getOrDefault(key, Load.NONE);
    return load.plus(unreported(waits.getOrDefault(key, Set.of()), load));
  }

  private static Load unreported(Set<String> versions, Load load) {
    Map<String, Integer> waiting = new HashMap<>();
    for (String version : versions) {
      if (!load.waitingByVersion().containsKey(version)
          && !load.inFlightByVersion().containsKey(version)) {
        waiting.put(version, 1);
      }
    }
    return new Load(0, waiting.size(), Optional.empty(), Map.of(), waiting);
  }
}
