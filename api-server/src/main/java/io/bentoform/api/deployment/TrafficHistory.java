package io.bentoform.api.deployment;

import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.db.Database;
import io.bentoform.api.engine.Engines;
import io.bentoform.api.engine.ServiceTraffic;
import io.bentoform.api.wire.TrafficResponse;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.service.registry.Services;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The traffic of the last hours, in steps (additive). It is kept in memory: after a restart it
 * begins anew.
 */
public final class TrafficHistory implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(TrafficHistory.class.getName());

  /** The time of one point. */
  static final Duration STEP = Duration.ofSeconds(15);

  private static final Duration KEPT = Duration.ofHours(6);
  private static final int POINTS = (int) KEPT.dividedBy(STEP);

  private final Engines engines;
  private final Database database;
  private final Deployments deployments;
  private final Clock clock;
  private final TrafficMeters meters = new TrafficMeters(Services.get(MeterRegistry.class));
  private final Map<String, Map<String, Series>> series = new HashMap<>();
  private final Thread loop = Thread.ofVirtual().name("traffic").unstarted(this::run);

  private record Series(Deque<TrafficResponse.Point> points, ServiceTraffic last) {}

  public TrafficHistory(Engines engines, Database database, Deployments deployments, Clock clock) {
    this.engines = engines;
    this.database = database;
    this.deployments = deployments;
    this.clock = clock;
  }

  public void start() {
    loop.start();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(STEP);
        lookOrWarn();
      }
    } catch (InterruptedException e) {
      LOG.log(Level.FINE, "The history of traffic stopped");
    }
  }

  private void lookOrWarn() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "The traffic of deployments could not be read", e);
    }
  }

  /** Adds a point to each service. */
  void look() {
    List<ServiceTraffic> now =
        engines.all().stream().flatMap(engine -> engine.traffic().stream()).toList();
    meters.publish(now);
    Instant at = clock.instant();
    Map<String, Map<String, Series>> next = new HashMap<>();
    synchronized (this) {
      for (ServiceTraffic traffic : now) {
        Series before = series.getOrDefault(traffic.uid(), Map.of()).get(traffic.service());
        next.computeIfAbsent(traffic.uid(), uid -> new TreeMap<>())
            .put(traffic.service(), extended(before, traffic, at));
      }
      series.clear();
      series.putAll(next);
    }
  }

  private static Series extended(@Nullable Series before, ServiceTraffic now, Instant at) {
    Deque<TrafficResponse.Point> points = before == null ? new ArrayDeque<>() : before.points();
    if (before != null) {
      points.add(point(before.last(), now, at));
      while (points.size() > POINTS) {
        points.remove();
      }
    }
    return new Series(points, now);
  }

  private static TrafficResponse.Point point(
      ServiceTraffic before, ServiceTraffic now, Instant at) {
    long requests = now.requests() - before.requests();
    Duration took = now.duration().minus(before.duration());
    return new TrafficResponse.Point(
        at,
        requests,
        now.errors() - before.errors(),
        requests == 0 ? 0 : took.toMillis() / (double) requests,
        now.inFlight(),
        now.waiting(),
        now.ready(),
        now.coldStarts() - before.coldStarts());
  }

  /** The points of the last part of the time that is kept. */
  TrafficResponse of(Cluster cluster, String name, Duration range) {
    Deployment deployment = database.read(execute -> deployments.require(execute, cluster, name));
    Instant since = clock.instant().minus(range);
    Map<String, List<TrafficResponse.Point>> services = new TreeMap<>();
    synchronized (this) {
      series
          .getOrDefault(deployment.uid(), Map.of())
          .forEach(
              (service, all) ->
                  services.put(
                      service,
                      new ArrayList<>(
                          all.points().stream().filter(one -> one.at().isAfter(since)).toList())));
    }
    return new TrafficResponse((int) STEP.toSeconds(), services);
  }

  @Override
  public void close() {
    loop.interrupt();
  }
}
