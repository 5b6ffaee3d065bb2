package io.bentoform.api.engine.local;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The services of one deployment, those that others call first. */
final class LocalServices {
  private final Map<String, LocalService> services = new LinkedHashMap<>();

  synchronized void put(LocalService service) {
    services.put(service.name(), service);
  }

  synchronized Optional<LocalService> find(String name) {
    return Optional.ofNullable(services.get(name));
  }

  synchronized List<LocalService> all() {
    return List.copyOf(services.values());
  }

  /** Forgets services; their replicas must have ended. */
  synchronized void retainOnly(Collection<String> names) {
    services.keySet().retainAll(names);
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
    all().forEach(service -> wanted.put(service.name(), service.wanted()));
    return wanted;
  }

  /** What was rolled out last; null when nothing was since the engine started. */
  @Nullable Target target() {
    return all().stream()
        .map(LocalService::target)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  Optional<String> failure() {
    return all().stream().map(LocalService::failure).filter(Objects::nonNull).findFirst();
  }
}
