package io.bentoform.api.gateway;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which service answers at which address; immutable. */
final class RouteTable {
  /** A service at one address. */
  record Target(Route route, ServicePool pool) {}

  private static final RouteTable EMPTY = new RouteTable(Map.of(), Map.of());

  private final Map<Listener, Target> byListener;
  private final Map<String, Target> byName;

  private RouteTable(Map<Listener, Target> byListener, Map<String, Target> byName) {
    this.byListener = Map.copyOf(byListener);
    this.byName = Map.copyOf(byName);
  }

  static RouteTable empty() {
    return EMPTY;
  }

  @Nullable Target at(Listener listener) {
    return byListener.get(listener);
  }

  /** By the host name's first label, which is compared without regard to case. */
  @Nullable Target named(String name) {
    return byName.get(name.toLowerCase(Locale.ROOT));
  }

  /** Collects targets; the first one at an address stays. */
  static final class Builder {
    private final Map<Listener, Target> byListener = new HashMap<>();
    private final Map<String, Target> byName = new HashMap<>();

    /** False when the address has a target already. */
    boolean add(Target target) {
      Listener listener = target.route().listener();
      if (listener instanceof Listener.HostName) {
        String name = target.route().name().toLowerCase(Locale.ROOT);
        return byName.putIfAbsent(name, target) == null;
      }
      return byListener.putIfAbsent(listener, target) == null;
    }

    RouteTable build() {
      return new RouteTable(byListener, byName);
    }
  }
}
