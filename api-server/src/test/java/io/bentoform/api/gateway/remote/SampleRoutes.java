package io.bentoform.api.gateway.remote;

import io.bentoform.api.gateway.Choice;
import io.bentoform.api.gateway.GatewayMetrics;
import io.bentoform.api.gateway.Listener;
import io.bentoform.api.gateway.Load;
import io.bentoform.api.gateway.Route;
import io.bentoform.api.gateway.Routes;
import io.bentoform.api.gateway.Upstream;
import io.bentoform.api.gateway.Version;
import io.bentoform.api.gateway.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Routes and counts with usual values. */
final class SampleRoutes {
  static final String SERVICE = "Summary";

  private static final AtomicLong VERSION = new AtomicLong();

  private SampleRoutes() {}

  static Route route(String deployment, Listener listener, Upstream... upstreams) {
    return new Route(
        deployment,
        deployment,
        SERVICE,
        listener,
        false,
        new Waiting(true, Duration.ofSeconds(20), 10),
        Duration.ofSeconds(20),
        OptionalInt.empty(),
        new Choice.Header("X-User"),
        List.of(new Version("main", 100, List.of(upstreams))));
  }

  static Route named(String deployment, Upstream... upstreams) {
    return route(deployment, new Listener.HostName(), upstreams);
  }

  static Routes of(Route... routes) {
    return new Routes(VERSION.incrementAndGet(), Stream.of(routes).toList());
  }

  static GatewayMetrics.Service counted(String deployment, int inFlight) {
    return new GatewayMetrics.Service(
        deployment,
        SERVICE,
        List.of(0L, 5L, 0L, 0L, 0L),
        0,
        0,
        Duration.ofSeconds(1),
        List.of(5L, 0L),
        1,
        new Load(inFlight, 0, Optional.empty(), Map.of("main", inFlight), Map.of()));
  }
}
