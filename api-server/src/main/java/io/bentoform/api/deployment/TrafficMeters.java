package io.bentoform.api.deployment;

import io.bentoform.api.engine.ServiceTraffic;
import io.helidon.metrics.api.FunctionalCounter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.Meter;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;

/** The traffic of each service among the server's metrics. */
final class TrafficMeters {
  private static final List<String> CLASSES = List.of("1xx", "2xx", "3xx", "4xx", "5xx");

  private final MeterRegistry registry;
  private final Map<Key, Meters> published = new HashMap<>();

  TrafficMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  private record Key(String uid, String service) {}

  private record Meters(AtomicReference<ServiceTraffic> current, List<Meter> meters) {}

  /** Publishes these services, and no others. */
  synchronized void publish(List<ServiceTraffic> all) {
    Set<Key> gone = new HashSet<>(published.keySet());
    for (ServiceTraffic traffic : all) {
      Key key = new Key(traffic.uid(), traffic.service());
      gone.remove(key);
      published.computeIfAbsent(key, absent -> register(traffic)).current().set(traffic);
    }
    for (Key key : gone) {
      Meters removed = published.remove(key);
      if (removed != null) {
        removed.meters().forEach(registry::remove);
      }
    }
  }

  private Meters register(ServiceTraffic first) {
    AtomicReference<ServiceTraffic> current = new AtomicReference<>(first);
    List<Tag> tags =
        List.of(
            Tag.create("deployment", first.deployment()), Tag.create("service", first.service()));
    List<Meter> meters = new ArrayList<>();
    for (int i = 0; i < CLASSES.size(); i++) {
      int index = i;
      List<Tag> withClass = new ArrayList<>(tags);
      withClass.add(Tag.create("status", CLASSES.get(i)));
      meters.add(
          counter(
              "bentoform_requests",
              "Answered requests",
              withClass,
              current,
              traffic -> traffic.requestsByClass().get(index)));
    }
    meters.add(
        counter(
            "bentoform_request_errors",
            "Requests without a whole answer of a replica",
            tags,
            current,
            ServiceTraffic::errors));
    meters.add(
        counter(
            "bentoform_request_milliseconds",
            "Duration of all answered requests together",
            tags,
            current,
            traffic -> traffic.duration().toMillis()));
    meters.add(
        counter(
            "bentoform_cold_starts",
            "Requests that came while no replica was ready",
            tags,
            current,
            ServiceTraffic::coldStarts));
    meters.add(
        gauge(
            "bentoform_requests_in_flight",
            "Requests with a replica",
            tags,
            current,
            ServiceTraffic::inFlight));
    meters.add(
        gauge(
            "bentoform_requests_waiting",
            "Requests that wait for a replica",
            tags,
            current,
            ServiceTraffic::waiting));
    meters.add(gauge("bentoform_replicas", "Ready replicas", tags, current, ServiceTraffic::ready));
    return new Meters(current, meters);
  }

  private Meter counter(
      String name,
      String description,
      List<Tag> tags,
      AtomicReference<ServiceTraffic> current,
      ToLongFunction<ServiceTraffic> value) {
    return registry.getOrCreate(
        FunctionalCounter.builder(name, current, holder -> value.applyAsLong(holder.get()))
            .description(description)
            .tags(tags));
  }

  private Meter gauge(
      String name,
      String description,
      List<Tag> tags,
      AtomicReference<ServiceTraffic> current,
      ToLongFunction<ServiceTraffic> value) {
    return registry.getOrCreate(
        Gauge.builder(name, () -> value.applyAsLong(current.get()))
            .description(description)
            .tags(tags));
  }
}
