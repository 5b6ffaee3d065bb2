package io.bentoform.api;

import io.helidon.webserver.http.HttpRules;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** All routes that a server registers, each as {@code GET /path/{parameter}}. */
public final class Routes {
  private Routes() {}

  public static Set<String> of(TestServer server) {
    Set<String> routes = new TreeSet<>();
    HttpRules recorder =
        (HttpRules)
            Proxy.newProxyInstance(
                Routes.class.getClassLoader(),
                new Class<?>[] {HttpRules.class},
                (proxy, method, arguments) -> {
                  routes.add(
                      method.getName().toUpperCase(Locale.ROOT) + " " + documented(arguments[0]));
                  return proxy;
                });
    server.routes().forEach(service -> service.routing(recorder));
    return routes;
  }

  /** The router marks a parameter that takes the rest of the path. */
  private static String documented(Object path) {
    return path.toString().replace("{+", "{");
  }
}
