package io.bentoform.api.engine.local;

import io.bentoform.api.engine.Event;
import io.bentoform.api.engine.EventSink;
import io.bentoform.api.engine.Notice;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.files.FileTrees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The GPUs of this machine, and which replica has which. */
final class Gpus {
  private static final Path DEVICES = Path.of("/dev");
  private static final String EACH = "nvidia[0-9]+";
  private static final String ANY = "nvidia.*";
  private static final String REASON = "WaitingForGpus";

  private final int total;
  private final EventSink events;
  private final Map<String, List<Integer>> taken = new HashMap<>();
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();

  /**
   * A replica that waits for GPUs.
   *
   * @param uid of the deployment
   * @param service as text
   */
  private record Waiting(String uid, String service, int number) {}

  private Gpus(int total, EventSink events) {
    this.total = total;
    this.events = events;
  }

  /**
   * The GPUs that replicas may use.
   *
   * @param number the first ones; empty for all that the machine has
   * @param events receives which deployments wait for some
   */
  static Gpus of(OptionalInt number, EventSink events) {
    return new Gpus(number.isPresent() ? number.getAsInt() : devices(EACH).size(), events);
  }

  /** The device files that a process needs to use any of them. */
  static List<Path> deviceFiles() {
    return devices(ANY);
  }

  /** GPUs as {@code CUDA_VISIBLE_DEVICES} names them; empty for none. */
  static String visible(List<Integer> gpus) {
    return gpus.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static List<Path> devices(String pattern) {
    try {
      return FileTrees.children(DEVICES).stream()
          .filter(file -> file.getFileName().toString().matches(pattern))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  int total() {
    return total;
  }

  /** Waits until as many GPUs are free as a replica needs; a machine without any runs without. */
  List<Integer> await(String id, Target target, ServiceSpecification service)
      throws RolloutException, InterruptedException {
    int number = service.resources().gpus();
    if (total == 0 || number == 0) {
      return List.of();
    }
    String name = target.id(service).text();
    if (number > total) {
      throw new RolloutException(
          RolloutException.Phase.START,
          "Service %s of deployment %s needs %d GPUs, and this machine has %d. Choose another instance type."
              .formatted(name, target.specification().name(), number, total));
    }
    return await(id, new Waiting(target.specification().uid(), name, number));
  }

  private synchronized List<Integer> await(String id, Waiting wait) throws InterruptedException {
    Optional<List<Integer>> mine = take(id, wait.number());
    if (mine.isEmpty()) {
      events.record(wait.uid(), Event.warning(REASON, message(wait)));
      waiting.put(id, wait);
    }
    try {
      while (mine.isEmpty()) {
        wait();
        mine = take(id, wait.number());
      }
      return mine.get();
    } finally {
      waiting.remove(id);
    }
  }

  /** Says what the replicas of a deployment wait for; empty when none waits. */
  synchronized Optional<Notice> notice(String uid) {
    String text =
        waiting.values().stream()
            .filter(wait -> wait.uid().equals(uid))
            .map(this::message)
            .distinct()
            .collect(Collectors.joining(" "));
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(new Notice("GpusAvailable", REASON, text));
  }

  private String message(Waiting wait) {
    return "A replica of service %s waits for GPUs: it needs %d, and %d of %d are free."
        .formatted(wait.service(), wait.number(), free().size(), total);
  }

  private List<Integer> free() {
    return IntStream.range(0, total)
        .filter(gpu -> taken.values().stream().noneMatch(gpus -> gpus.contains(gpu)))
        .boxed()
        .toList();
  }

  /** Takes free ones for a replica; empty when too few are free. */
  private Optional<List<Integer>> take(String replicaId, int number) {
    List<Integer> free = free();
    if (free.size() < number) {
      return Optional.empty();
    }
    List<Integer> mine = List.copyOf(free.subList(0, number));
    taken.put(replicaId, mine);
    return Optional.of(mine);
  }

  /** Those of a replica that a server before this one started. */
  synchronized void hold(String replicaId, List<Integer> gpus) {
    taken.put(replicaId, new ArrayList<>(gpus));
  }

  synchronized void release(String replicaId) {
    taken.remove(replicaId);
    notifyAll();
  }
}
