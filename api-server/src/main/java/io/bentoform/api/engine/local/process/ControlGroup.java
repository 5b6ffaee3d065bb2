package io.bentoform.api.engine.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A control group of Linux (cgroup v2): all processes that are started in it share its limits.
 *
 * @param folder of the group in the file system of control groups
 */
public record ControlGroup(Path folder) {
  static final String PROCESSES = "cgroup.procs";

  /** How long a scheduling period is, in microseconds; the kernel's default. */
  private static final long PERIOD = 100_000;

  /** The smallest share of a period that the kernel accepts, in microseconds. */
  private static final long LEAST_QUOTA = 1000;

  private static final long MILLI = 1000;
  private static final long MIB = 1 << 20;
  private static final Duration REMOVAL = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(20);

  /**
   * Sets the limits. When its memory is exceeded, all processes of the group are killed.
   *
   * @param memory bytes, without swap; 0 for no limit
   * @param milliCpus thousandths of a processor; 0 for no limit
   */
  void limit(long memory, long milliCpus) throws IOException {
    if (memory > 0) {
      write("memory.max", Long.toString(memory));
      if (Files.exists(folder.resolve("memory.swap.max"))) {
        write("memory.swap.max", "0");
      }
      write("memory.oom.group", "1");
    }
    if (milliCpus > 0 && milliCpus < Runtime.getRuntime().availableProcessors() * MILLI) {
      long quota = Math.max(LEAST_QUOTA, milliCpus * PERIOD / MILLI);
      write("cpu.max", quota + " " + PERIOD);
    }
  }

  /** A command line that enters the group and then becomes another one, in the same process. */
  public List<String> entering(List<String> command) {
    List<String> words =
        new ArrayList<>(List.of("/bin/sh", "-c", "echo $$ >\"$0\" && exec \"$@\""));
    words.add(folder.resolve(PROCESSES).toString());
    words.addAll(command);
    return words;
  }

  /** Whether its processes were killed because they wanted more memory than the limit. */
  public boolean ranOutOfMemory() {
    return read("memory.events")
        .lines()
        .anyMatch(line -> line.startsWith("oom_kill ") && !line.endsWith(" 0"));
  }

  /** Its limit of memory, for messages. */
  public String memory() {
    String bytes = read("memory.max").strip();
    return bytes.matches("[0-9]{1,18}") ? Long.parseLong(bytes) / MIB + " MiB" : "no limit";
  }

  /**
   * Kills what is left in it and removes it; one that is gone is ignored.
   *
   * @throws IOException when a process does not end
   */
  public void remove() throws IOException {
    if (Files.exists(folder.resolve("cgroup.kill"))) {
      write("cgroup.kill", "1");
    }
    long deadline = System.nanoTime() + REMOVAL.toNanos();
    boolean interrupted = false;
    while (true) {
      try {
        Files.deleteIfExists(folder);
        break;
      } catch (IOException e) {
        // The kernel answers "busy" until all processes are reaped.
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      return "";
    }
  }
}
