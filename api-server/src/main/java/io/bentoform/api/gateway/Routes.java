package io.bentoform.api.gateway;

import java.util.List;

/**
 * Everything that a gateway routes; replaced as a whole. Data alone, so that a gateway can run in a
 * process of its own.
 *
 * @param version an older version than the last applied one is ignored
 * @param routes several may lead to one service, which then differ in {@code listener} and {@code
 *     isProtected} only
 */
public record Routes(long version, List<Route> routes) {
  public Routes {
    routes = List.copyOf(routes);
  }
}
