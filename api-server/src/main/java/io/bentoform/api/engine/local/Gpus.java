package io.bentoform.api.engine.local;

import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.files.FileTrees;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The GPUs of this machine, and which replica has which. */
final class Gpus {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Path DEVICES = Path.of("/dev");
  private static final String EACH = "nvidia[0-9]+";
  private static final String ANY = "nvidia.*";

  private final int total;
  private final Map<String, List<Integer>> taken = new HashMap<>();

  private Gpus(int total) {
    this.total = total;
  }

  /**
   * The GPUs that replicas may use.
   *
   * @param number the first ones; empty for all that the machine has
   */
  static Gpus of(OptionalInt number) {
    return new Gpus(number.isPresent() ? number.getAsInt() : devices(EACH).size());
  }

  /** The device files that a process needs to use any of them. */
  static List<Path> deviceFiles() {
    return devices(ANY);
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
    if (total == 0 || service.resources().gpus() == 0) {
      return List.of();
    }
    if (service.resources().gpus() > total) {
      throw new RolloutException(
          RolloutException.Phase.START,
          "Service %s of deployment %s needs %d GPUs, and this machine has %d. Choose another instance type."
              .formatted(
                  target.id(service).text(),
                  target.specification().name(),
                  service.resources().gpus(),
                  total));
    }
    Optional<List<Integer>> mine = take(id, service.resources().gpus());
    while (mine.isEmpty()) {
      Thread.sleep(PAUSE);
      mine = take(id, service.resources().gpus());
    }
    return mine.get();
  }

  /** Takes free ones for a replica; empty when too few are free. */
  synchronized Optional<List<Integer>> take(String replicaId, int number) {
    List<Integer> free =
        IntStream.range(0, total)
            .filter(gpu -> taken.values().stream().noneMatch(gpus -> gpus.contains(gpu)))
            .boxed()
            .toList();
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
  }
}
