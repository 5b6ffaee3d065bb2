package io.bentoform.api.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A route with usual values, of which a test changes what it is about. */
final class RouteDraft {
  static final String DEPLOYMENT = "d-1";
  static final String SERVICE = "Service";

  private final Listener listener;
  private String deployment = DEPLOYMENT;
  private String name = "summary";
  private boolean isProtected;
  private Waiting waiting = new Waiting(false, Duration.ofSeconds(20), 100);
  private Duration timeout = Duration.ofSeconds(20);
  private OptionalInt concurrency = OptionalInt.empty();
  private Choice choice = new Choice.Random();
  private final List<Version> versions = new ArrayList<>();

  private RouteDraft(Listener listener) {
    this.listener = listener;
  }

  static RouteDraft at(Listener listener) {
    return new RouteDraft(listener);
  }

  RouteDraft of(String uid, String deploymentName) {
    deployment = uid;
    name = deploymentName;
    return this;
  }

  RouteDraft isProtected() {
    isProtected = true;
    return this;
  }

  /** Requests wait for a replica. */
  RouteDraft awaited(Duration limit, int capacity) {
    waiting = new Waiting(true, limit, capacity);
    return this;
  }

  /** Requests wait for a replica that is free. */
  RouteDraft concurrency(int most, int capacity) {
    concurrency = OptionalInt.of(most);
    waiting = new Waiting(waiting.awaited(), waiting.limit(), capacity);
    return this;
  }

  RouteDraft timeout(Duration limit) {
    timeout = limit;
    return this;
  }

  RouteDraft choice(Choice by) {
    choice = by;
    return this;
  }

  RouteDraft version(String label, int weight, Upstream... upstreams) {
    versions.add(new Version(label, weight, List.of(upstreams)));
    return this;
  }

  RouteDraft to(Upstream... upstreams) {
    return version("main", 100, upstreams);
  }

  Route route() {
    return new Route(
        deployment,
        name,
        SERVICE,
        listener,
        isProtected,
        waiting,
        timeout,
        concurrency,
        choice,
        versions);
  }
}
