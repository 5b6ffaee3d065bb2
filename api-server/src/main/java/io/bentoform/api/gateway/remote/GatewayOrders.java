package io.bentoform.api.gateway.remote;

import io.bentoform.api.gateway.Route;
import java.util.List;
import java.util.Map;

/**
 * What a gateway is to do, the answer to a {@link GatewayReport}.
 *
 * @param source which server process says so: versions of different ones cannot be compared
 * @param version grows with each change
 * @param whole whether these are all routes; else only those that have changed since the version of
 *     the report
 * @param routes by the uid of a deployment; none of one that has gone
 * @param unheard whether the server does not have all that the gateway has counted: then the next
 *     report has to be whole
 */
public record GatewayOrders(
    String source, long version, boolean whole, Map<String, List<Route>> routes, boolean unheard) {
  public GatewayOrders {
    routes = Map.copyOf(routes);
  }
}
