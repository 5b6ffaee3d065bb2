package io.bentoform.api.gateway.remote;

import io.bentoform.api.gateway.DataPath;
import io.bentoform.api.gateway.Demand;
import io.bentoform.api.gateway.GatewayMetrics;
import io.bentoform.api.gateway.Loads;
import io.bentoform.api.gateway.Route;
import io.bentoform.api.gateway.Routes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * All gateways of a cluster, as the control API sees them: each asks about once a second what has
 * changed, and tells what it counts.
 */
public final class RemoteGateways implements DataPath {
  /** How long an answer is held back while there is nothing new. */
  private static final Duration HOLD = Duration.ofSeconds(1);

  /** A gateway that was not heard for longer has gone, if others are heard. */
  private static final Duration GONE = Duration.ofSeconds(10);

  /** What has gone is remembered so long that gateways which lag behind still learn of it. */
  private static final int REMEMBERED = 10_000;

  private final String source = UUID.randomUUID().toString();
  private final Demand demand;
  private final SharedLoads shared;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Ordered> ordered = new HashMap<>();
  private final Map<String, Heard> heard = new HashMap<>();
  private long version;
  private long forgotten;
  private boolean closed;

  /** The routes of one deployment, and with which version they came. */
  private record Ordered(long version, List<Route> routes) {}

  /** What one gateway has counted. */
  private static final class Heard {
    private final Map<String, GatewayMetrics.Service> services = new HashMap<>();
    private long at;

    void hear(GatewayReport report) {
      if (report.whole()) {
        services.clear();
      }
      report.services().forEach(one -> services.put(key(one.deployment(), one.service()), one));
      at = System.nanoTime();
    }

    List<ServiceLoad> busy() {
      return services.values().stream()
          .filter(one -> one.load().inFlight() > 0 || one.load().waiting() > 0)
          .map(one -> new ServiceLoad(one.deployment(), one.service(), one.load()))
          .toList();
    }

    boolean isFresh() {
      return System.nanoTime() - at < GONE.toNanos();
    }
  }

  /**
   * Gateways without any route.
   *
   * @param demand is told when a request waits at any of them
   * @param shared keeps what they tell, for all servers
   */
  public RemoteGateways(Demand demand, SharedLoads shared) {
    this.demand = demand;
    this.shared = shared;
  }

  private static String key(String deployment, String service) {
    return deployment + "/" + service;
  }

  @Override
  public void apply(Routes routes) {
    Map<String, List<Route>> byDeployment =
        routes.routes().stream().collect(Collectors.groupingBy(Route::deployment));
    lock.lock();
    try {
      version++;
      ordered.forEach(
          (uid, there) -> {
            if (!there.routes().isEmpty()) {
              byDeployment.putIfAbsent(uid, List.of());
            }
          });
      byDeployment.forEach(
          (uid, all) -> {
            Ordered there = ordered.get(uid);
            if (there == null || !there.routes().equals(all)) {
              ordered.put(uid, new Ordered(version, all));
            }
          });
      forget();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void forget() {
    long gone = ordered.values().stream().filter(one -> one.routes().isEmpty()).count();
    if (gone > REMEMBERED) {
      ordered.values().removeIf(one -> one.routes().isEmpty());
      forgotten = version;
    }
  }

  /**
   * Hears a gateway, and answers when there is something new for it, or after a second.
   *
   * @throws InterruptedException when this server ends
   */
  public GatewayOrders exchange(GatewayReport report) throws InterruptedException {
    Optional<List<ServiceLoad>> busy = hear(report);
    busy.ifPresent(loads -> shared.tell(report.gateway(), loads));
    boolean unheard = busy.isEmpty();
    lock.lockInterruptibly();
    try {
      boolean whole = !report.source().equals(source) || report.version() < forgotten;
      long left = HOLD.toNanos();
      while (!whole && !unheard && version <= report.version() && left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
      return new GatewayOrders(
          source, version, whole, since(whole ? -1 : report.version()), unheard);
    } finally {
      lock.unlock();
    }
  }

  /** The services that have requests there; empty when not all that was counted is known here. */
  private Optional<List<ServiceLoad>> hear(GatewayReport report) {
    lock.lock();
    try {
      if (!report.whole() && !isContinued(report)) {
        return Optional.empty();
      }
      Heard there = heard.computeIfAbsent(report.gateway(), absent -> new Heard());
      there.hear(report);
      removeGone();
      return Optional.of(there.busy());
    } finally {
      lock.unlock();
    }
  }

  /** Whether the gateway told this server all that came before. */
  private boolean isContinued(GatewayReport report) {
    return report.source().equals(source) && heard.containsKey(report.gateway());
  }

  private Map<String, List<Route>> since(long before) {
    Map<String, List<Route>> since = new HashMap<>();
    ordered.forEach(
        (uid, there) -> {
          if (there.version() > before) {
            since.put(uid, there.routes());
          }
        });
    return since;
  }

  /** The last one that was heard stays, however long ago. */
  private void removeGone() {
    if (heard.values().stream().anyMatch(Heard::isFresh)) {
      heard.values().removeIf(one -> !one.isFresh());
    }
  }

  /** A request waits at one of the gateways. Until that is in a report, it counts as one. */
  public void awake(Waited waited) {
    // First: the server that scales must know why there is a replica.
    shared.tellWaiting(waited);
    demand.awake(waited.deployment(), waited.service(), waited.version());
  }

  @Override
  public Optional<Loads> loads() {
    return shared.lately();
  }

  @Override
  public GatewayMetrics metrics() {
    Map<String, GatewayMetrics.Service> sums = new HashMap<>();
    lock.lock();
    try {
      for (Heard each : heard.values()) {
        each.services.forEach((key, one) -> sums.merge(key, one, GatewayMetrics.Service::plus));
      }
    } finally {
      lock.unlock();
    }
    return new GatewayMetrics(List.copyOf(sums.values()));
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How long an exchange may take that is answered. */
  static Duration patience() {
    return HOLD.plusSeconds(10);
  }
}
