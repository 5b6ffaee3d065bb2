package io.bentoform.api.engine.local;

import io.bentoform.api.engine.ServiceId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** The services of one deployment, those that others call first. */
final class LocalServices {
  private final Map<ServiceId, LocalService> services = new LinkedHashMap<>();

  synchronized void put(LocalService service) {
    services.put(service.id(), service);
  }

  synchronized Optional<LocalService> find(ServiceId id) {
    return Optional.ofNullable(services.get(id));
  }

  synchronized List<LocalService> all() {
    return List.copyOf(services.values());
  }

  /** Forgets services; their replicas must have ended. */
  synchronized void retainOnly(Collection<ServiceId> ids) {
    services.keySet().retainAll(ids);
  }

  /** Ends all replicas; nothing is repaired or woken until the next rollout. */
  void restAll() {
    all().forEach(LocalService::rest);
    all().forEach(service -> service.replicas().endAll());
  }

  List<Replica> replicas() {
    return all().stream().flatMap(service -> service.replicas().all().stream()).toList();
  }

  List<Replica> answering() {
    return all().stream().flatMap(service -> service.replicas().answering().stream()).toList();
  }

  int sum(ToIntFunction<LocalService> number) {
    return all().stream().mapToInt(number).sum();
  }

  /** How many replicas of each service there should be. */
  Map<String, Integer> wanted() {
    Map<String, Integer> wanted = new HashMap<>();
    all().forEach(service -> wanted.put(service.id().text(), service.wanted()));
    return wanted;
  }

  /**
   * What each version runs, the main one first; empty when nothing was rolled out since the start.
   */
  List<Target> targets() {
    return all().stream()
        .map(LocalService::target)
        .flatMap(Stream::ofNullable)
        .distinct()
        .sorted(Comparator.comparing(target -> !target.isMain()))
        .toList();
  }

  /** What the main version runs. */
  Optional<Target> main() {
    return targets().stream().filter(Target::isMain).findFirst();
  }

  Optional<String> failure() {
    return all().stream().map(LocalService::failure).filter(Objects::nonNull).findFirst();
  }
}
