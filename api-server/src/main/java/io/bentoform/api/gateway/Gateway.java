package io.bentoform.api.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The data path of all deployments: passes each request on to a replica of the service that it is
 * for, and holds it while there is none. It knows only the {@link Routes} that it gets.
 */
public final class Gateway implements DataPath {
  private static final System.Logger LOG = System.getLogger(Gateway.class.getName());
  private static final int TICK_MS = 100;
  private static final Duration QUIET = Duration.ofSeconds(5);

  private record ServiceKey(String deployment, String service) {}

  private final Vertx vertx;
  private final GatewaySettings settings;
  private final Demand demand;
  private final Listeners listeners;
  private final RequestRouter router;
  private final Replicas replicas;
  private final HttpClientAgent prober;
  private final Map<ServiceKey, ServicePool> pools = new ConcurrentHashMap<>();
  private long version = Long.MIN_VALUE;
  private boolean closed;

  private Gateway(GatewaySettings settings, EndpointGuard guard, Demand demand) {
    this.settings = settings;
    this.demand = demand;
    Deadlines deadlines = new Deadlines();
    ClientConnections connections =
        new ClientConnections(settings.limits(), deadlines, Listeners.options(settings.limits()));
    this.vertx =
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setEventLoopPoolSize(eventLoops())
                    .setWorkerPoolSize(2)
                    .setInternalBlockingPoolSize(2)
                    .setFileSystemOptions(
                        new FileSystemOptions()
                            .setFileCachingEnabled(false)
                            .setClassPathResolvingEnabled(false)))
            .withTransport(GatewayTransport.with(connections::accept))
            .build();
    this.router =
        new RequestRouter(
            new Exchange.Surroundings(vertx, guard, deadlines, settings.limits().stall()),
            settings.hostNames().map(GatewaySettings.HostNames::domain));
    this.listeners = new Listeners(vertx, settings, router, connections, eventLoops());
    this.replicas = new Replicas(vertx, settings.limits().headBytes());
    this.prober =
        vertx.createHttpClient(Replica.options(settings.limits().headBytes()).setKeepAlive(false));
    vertx.setPeriodic(
        TICK_MS,
        timer -> {
          deadlines.check();
          pools.values().forEach(ServicePool::tick);
          replicas.sweep();
        });
  }

  /**
   * Serves from now on, without any route yet; the shared listeners are open.
   *
   * @throws IOException when a shared listener cannot be opened
   */
  public static Gateway start(GatewaySettings settings, EndpointGuard guard, Demand demand)
      throws IOException {
    Gateway gateway = new Gateway(settings, guard, demand);
    List<String> problems = gateway.listeners.replace(always(settings));
    if (!problems.isEmpty()) {
      gateway.close();
      throw new IOException("The gateway cannot start: " + problems.getFirst());
    }
    return gateway;
  }

  private static Set<Listener> always(GatewaySettings settings) {
    Set<Listener> always = new LinkedHashSet<>();
    settings.hostNames().ifPresent(shared -> always.add(new Listener.HostName()));
    settings.internalPort().ifPresent(port -> always.add(Listeners.INTERNAL));
    return always;
  }

  private static int eventLoops() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * {@inheritDoc} Opens listeners that are new and closes those that are gone; the next call tries
   * again what could not be opened. Requests in flight are finished where they are.
   */
  @Override
  public synchronized void apply(Routes routes) {
    if (closed || routes.version() < version) {
      return;
    }
    version = routes.version();
    List<String> problems = new ArrayList<>();
    RouteTable.Builder table = new RouteTable.Builder();
    Set<Listener> wanted = new LinkedHashSet<>(always(settings));
    Set<String> routed = new HashSet<>();
    Set<ServiceKey> services = new HashSet<>();
    for (Route route : routes.routes()) {
      ServiceKey key = new ServiceKey(route.deployment(), route.service());
      ServicePool pool = pools.computeIfAbsent(key, absent -> new ServicePool(route, demand));
      if (services.add(key)) {
        Map<String, List<Replica>> ready = replicas.of(route);
        ready.values().forEach(all -> all.forEach(replica -> routed.add(replica.id())));
        pool.apply(route, ready);
      }
      wanted.add(Listeners.opened(route.listener()));
      if (!table.add(new RouteTable.Target(route, pool))) {
        problems.add("two services have one address, of which one is " + route.name());
      }
    }
    router.route(table.build());
    retire(services, routed);
    problems.addAll(listeners.replace(wanted));
    if (!problems.isEmpty()) {
      String text = "Some routes are not reachable: " + String.join("; ", problems);
      throw new UncheckedIOException(text, new IOException(text));
    }
  }

  private void retire(Set<ServiceKey> services, Set<String> routed) {
    pools.forEach(
        (key, pool) -> {
          if (!services.contains(key)) {
            pool.remove();
            pools.remove(key);
          }
        });
    replicas.retain(routed);
  }

  /** The requests of one service now; none for an unknown service. */
  public Load load(String deployment, String service) {
    ServicePool pool = pools.get(new ServiceKey(deployment, service));
    return pool == null ? Load.NONE : pool.load();
  }

  /** {@inheritDoc} Since the start. */
  @Override
  public GatewayMetrics metrics() {
    List<GatewayMetrics.Service> all = new ArrayList<>();
    pools.forEach(
        (key, pool) ->
            all.add(pool.counters().snapshot(key.deployment(), key.service(), pool.load())));
    return new GatewayMetrics(all);
  }

  @Override
  public Optional<Loads> loads() {
    return Optional.of(this::load);
  }

  /**
   * Waits until a replica that is routed no longer has no request in flight, at most so long; false
   * when one still is. An interrupt ends the wait and is kept for the caller. An unknown replica is
   * idle.
   */
  public boolean awaitIdle(String upstreamId, Duration limit) {
    return replicas.awaitIdle(upstreamId, limit);
  }

  /**
   * One GET straight to a replica, on a connection of its own: whether the status is 200. An
   * interrupt ends the wait and is kept for the caller.
   */
  public boolean answers(Upstream upstream, String path, Duration limit) {
    var probe =
        prober
            .request(
                Replica.request(Replica.address(upstream.address()), HttpMethod.GET, path)
                    .setConnectTimeout(limit.toMillis())
                    .setIdleTimeout(limit.toMillis()))
            .compose(request -> request.send())
            .compose(response -> response.end().map(end -> response.statusCode() == 200))
            .toCompletionStage()
            .toCompletableFuture();
    try {
      return probe.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(System.Logger.Level.DEBUG, "A replica does not answer: {0}", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Has clients come over new connections, which lead to other gateways where this one no longer
   * gets any, and returns when there was no request for five seconds.
   *
   * @param limit how long the last requests may take
   */
  public void drain(Duration limit) throws InterruptedException {
    router.drain();
    long end = System.nanoTime() + limit.toNanos();
    long quiet = System.nanoTime() + QUIET.toNanos();
    while (System.nanoTime() < Math.min(end, quiet)) {
      if (metrics().isBusy()) {
        quiet = System.nanoTime() + QUIET.toNanos();
      }
      Thread.sleep(TICK_MS);
    }
  }

  /** Ends all connections. The ports are free when this returns. */
  @Override
  public synchronized void close() {
    closed = true;
    try {
      listeners.replace(Set.of());
      Listeners.await(vertx.close());
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "The gateway could not be closed", e);
    }
  }
}
