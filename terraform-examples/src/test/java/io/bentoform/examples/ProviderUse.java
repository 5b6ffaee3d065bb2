package io.bentoform.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What all processes of the provider use. They are looked at ten times a second, so the last tenth
 * of a second of each process is not counted.
 */
final class ProviderUse implements AutoCloseable {
  private static final int PERIOD_MS = 100;

  private final Map<Key, Use> seen = new ConcurrentHashMap<>();
  private final Thread watcher = Thread.ofPlatform().daemon().name("provider-use").start(this::run);

  /** A process; its number is used again after its end. */
  private record Key(long pid, Instant start) {}

  private record Use(Duration cpu, long peakMemory) {}

  private void run() {
    try {
      while (true) {
        look();
        Thread.sleep(PERIOD_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    ProcessHandle.allProcesses()
        .filter(process -> process.info().arguments().map(ProviderUse::isProvider).orElse(false))
        .forEach(
            process ->
                seen.put(
                    new Key(process.pid(), process.info().startInstant().orElse(Instant.MIN)),
                    new Use(
                        process.info().totalCpuDuration().orElse(Duration.ZERO),
                        peakMemory(process.pid()))));
  }

  private static boolean isProvider(String[] arguments) {
    return List.of(arguments).contains("io.bentoform.provider.Main");
  }

  private static long peakMemory(long pid) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  /** The CPU time of all processes since it began to look, in seconds. */
  double cpuSeconds() {
    look();
    return seen.values().stream().mapToLong(use -> use.cpu().toMillis()).sum() / 1e3;
  }

  /** The most memory that one process ever had, in bytes. */
  long peakMemory() {
    return seen.values().stream().mapToLong(Use::peakMemory).max().orElse(0);
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}
