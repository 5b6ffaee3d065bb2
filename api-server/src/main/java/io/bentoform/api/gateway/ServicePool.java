package io.bentoform.api.gateway;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The replicas of one service and the requests that wait for them. Invariant: no request waits
 * while a replica of its version is free that it has not tried.
 */
final class ServicePool {
  private static final long SECOND = 1_000_000_000L;

  /** What becomes of a request at once. */
  sealed interface Turn {
    record Granted(Lease lease) implements Turn {}

    record Refused(Refusal refusal) implements Turn {}

    record Waits() implements Turn {}
  }

  private record Place(Waiter waiter, String version) {}

  private record Grant(Waiter waiter, Lease lease) {}

  private final Demand demand;
  private final ServiceCounters counters = new ServiceCounters();
  private final Set<Place> queue = new LinkedHashSet<>();
  private final Map<String, Integer> inFlight = new HashMap<>();
  private final Map<String, Long> nextDemand = new HashMap<>();
  private Route route;
  private Map<String, List<Replica>> replicas = Map.of();
  private boolean removed;
  private int turn;
  private volatile @Nullable Instant lastRequest;

  ServicePool(Route route, Demand demand) {
    this.route = route;
    this.demand = demand;
  }

  ServiceCounters counters() {
    return counters;
  }

  void requested() {
    lastRequest = Instant.now();
  }

  /** Routes requests to these from now on, by version; those in flight end where they are. */
  void apply(Route newRoute, Map<String, List<Replica>> ready) {
    List<Grant> grants;
    List<Waiter> hopeless;
    synchronized (this) {
      removed = false;
      route = newRoute;
      replicas = ready;
      rechoose();
      grants = dispatch();
      hopeless = route.waiting().awaited() ? List.of() : withoutReplica();
    }
    grant(grants);
    hopeless.forEach(waiter -> waiter.refused(Refusal.NO_REPLICA));
  }

  /** The service is not routed any more: what waits is refused. */
  void remove() {
    List<Waiter> hopeless;
    synchronized (this) {
      removed = true;
      replicas = Map.of();
      hopeless = withoutReplica();
    }
    hopeless.forEach(waiter -> waiter.refused(Refusal.NO_REPLICA));
  }

  private List<Waiter> withoutReplica() {
    List<Waiter> hopeless = new ArrayList<>();
    for (Iterator<Place> all = queue.iterator(); all.hasNext(); ) {
      Place each = all.next();
      if (of(each.version()).isEmpty()) {
        all.remove();
        hopeless.add(each.waiter());
      }
    }
    return hopeless;
  }

  /** A request whose version is gone gets another one. */
  private void rechoose() {
    List<Place> before = List.copyOf(queue);
    queue.clear();
    for (Place each : before) {
      boolean kept = replicas.containsKey(each.version());
      queue.add(kept ? each : new Place(each.waiter(), each.waiter().choose(route).label()));
    }
  }

  /** A replica for this request, or a place in the queue, or neither. */
  Turn enter(Waiter waiter) {
    String version;
    Turn result;
    boolean wake;
    synchronized (this) {
      version = waiter.choose(route).label();
      result = place(waiter, version);
      wake = !(result instanceof Turn.Granted) && needsDemand(version, waiter.tried());
    }
    if (wake) {
      awake(version);
    }
    return result;
  }

  private Turn place(Waiter waiter, String version) {
    Lease free = pick(version, waiter.tried());
    if (free != null) {
      return new Turn.Granted(free);
    }
    boolean none = of(version).isEmpty();
    if (removed || (!route.waiting().awaited() && isUnserved(version, waiter.tried()))) {
      return new Turn.Refused(none ? Refusal.NO_REPLICA : Refusal.UNREACHABLE);
    }
    if (queue.size() >= route.waiting().capacity()) {
      return new Turn.Refused(Refusal.QUEUE_FULL);
    }
    if (none && queue.stream().noneMatch(each -> each.version().equals(version))) {
      counters.coldStart();
    }
    queue.add(new Place(waiter, version));
    return new Turn.Waits();
  }

  /** Whether this request would wait for a replica to start. If so, the replica is asked for. */
  boolean isWaking(Waiter waiter) {
    String version;
    boolean wake;
    synchronized (this) {
      version = waiter.choose(route).label();
      if (removed || !route.waiting().awaited() || !of(version).isEmpty()) {
        return false;
      }
      wake = needsDemand(version, Set.of());
    }
    if (wake) {
      awake(version);
    }
    return true;
  }

  /** Ends a wait; false when the request has been granted a replica or refused meanwhile. */
  synchronized boolean withdraw(Waiter waiter) {
    return queue.removeIf(each -> each.waiter() == waiter);
  }

  /** The request of this lease is over. */
  void release(Lease lease) {
    List<Grant> grants;
    synchronized (this) {
      inFlight.merge(lease.version(), -1, (a, b) -> a + b == 0 ? null : a + b);
      lease.replica().leave();
      grants = queue.isEmpty() ? List.of() : dispatch();
    }
    grant(grants);
  }

  /** Called some times a second: asks for replicas while requests wait for one to start. */
  void tick() {
    Set<String> wake = new HashSet<>();
    List<Grant> grants = List.of();
    synchronized (this) {
      for (Place each : queue) {
        if (needsDemand(each.version(), each.waiter().tried())) {
          wake.add(each.version());
        }
      }
      if (!wake.isEmpty()) {
        // A replica that accepted no connection a second ago may accept one now.
        queue.forEach(each -> each.waiter().tried().clear());
        grants = dispatch();
      }
    }
    wake.forEach(this::awake);
    grant(grants);
  }

  private static void grant(List<Grant> grants) {
    grants.forEach(grant -> grant.waiter().granted(grant.lease()));
  }

  /** First come, first served; a version without a free replica does not hold up another one. */
  private List<Grant> dispatch() {
    List<Grant> grants = new ArrayList<>();
    Set<String> exhausted = new HashSet<>();
    for (Iterator<Place> all = queue.iterator(); all.hasNext(); ) {
      Place each = all.next();
      if (exhausted.contains(each.version())) {
        continue;
      }
      Lease free = pick(each.version(), each.waiter().tried());
      if (free != null) {
        all.remove();
        grants.add(new Grant(each.waiter(), free));
      } else if (each.waiter().tried().isEmpty()) {
        exhausted.add(each.version());
      }
    }
    return grants;
  }

  /** The replica with the fewest requests in flight, ties in turn; null when none is free. */
  private @Nullable Lease pick(String version, Set<String> tried) {
    List<Replica> all = of(version);
    Replica best = null;
    int fewest = route.concurrency().orElse(Integer.MAX_VALUE);
    int first = all.size() > 1 ? turn++ : 0;
    for (int i = 0; i < all.size(); i++) {
      Replica each = all.get(Math.floorMod(first + i, all.size()));
      int requests = each.inFlight();
      if (requests < fewest && !tried.contains(each.id())) {
        best = each;
        fewest = requests;
      }
    }
    if (best == null) {
      return null;
    }
    best.enter();
    inFlight.merge(version, 1, Integer::sum);
    return new Lease(best, version);
  }

  private List<Replica> of(String version) {
    return replicas.getOrDefault(version, List.of());
  }

  /** Whether no replica of this version is ready that is not in {@code tried}. */
  private boolean isUnserved(String version, Set<String> tried) {
    return of(version).stream().allMatch(each -> tried.contains(each.id()));
  }

  /** Whether a replica is to be asked for now, which then counts as done. */
  private boolean needsDemand(String version, Set<String> tried) {
    long now = System.nanoTime();
    Long next = nextDemand.get(version);
    boolean due = next == null || now - next >= 0;
    if (due && !removed && route.waiting().awaited() && isUnserved(version, tried)) {
      nextDemand.put(version, now + SECOND);
      return true;
    }
    return false;
  }

  private void awake(String version) {
    Thread.ofVirtual()
        .name("demand")
        .start(() -> demand.awake(route.deployment(), route.service(), version));
  }

  Load load() {
    Instant last = lastRequest;
    synchronized (this) {
      Map<String, Integer> waiting = new HashMap<>();
      queue.forEach(each -> waiting.merge(each.version(), 1, Integer::sum));
      int requests = inFlight.values().stream().mapToInt(Integer::intValue).sum();
      return new Load(requests, queue.size(), Optional.ofNullable(last), inFlight, waiting);
    }
  }
}
