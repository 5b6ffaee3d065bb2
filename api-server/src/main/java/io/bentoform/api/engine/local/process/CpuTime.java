package io.bentoform.api.engine.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.StringTokenizer;

/** The CPU time that a process and its living descendants have used, from {@code /proc}. */
public final class CpuTime {
  private static final Path PROC = Path.of("/proc");

  /** What Linux reports times in, on every platform that it runs on (proc(5), sysconf). */
  private static final long NANOS_PER_TICK = 1_000_000_000L / 100;

  // Fields of /proc/<pid>/stat after the command name, counted from the state (field 3).
  private static final int USER_TIME = 14 - 3;
  private static final int SYSTEM_TIME = 15 - 3;

  private CpuTime() {}

  /** Nanoseconds; 0 where the system does not tell. */
  public static long of(long pid) {
    long ticks = 0;
    Deque<Long> processes = new ArrayDeque<>();
    processes.add(pid);
    while (!processes.isEmpty()) {
      long next = processes.remove();
      ticks += ticks(next);
      addChildren(next, processes);
    }
    return ticks * NANOS_PER_TICK;
  }

  private static void addChildren(long pid, Deque<Long> processes) {
    StringTokenizer children = new StringTokenizer(read(pid, "task/" + pid + "/children"));
    while (children.hasMoreTokens()) {
      processes.add(Long.parseLong(children.nextToken()));
    }
  }

  private static long ticks(long pid) {
    String stat = read(pid, "stat");
    int end = stat.lastIndexOf(") ");
    if (end < 0) {
      return 0;
    }
    String[] fields = stat.substring(end + 2).split(" ", SYSTEM_TIME + 2);
    return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
  }

  /** Empty when the process has ended. */
  private static String read(long pid, String file) {
    try {
      return Files.readString(
          PROC.resolve(Long.toString(pid)).resolve(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
