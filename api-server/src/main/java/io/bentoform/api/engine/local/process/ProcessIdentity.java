package io.bentoform.api.engine.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One process, distinguished from a later one with the same pid.
 *
 * @param start when it started, in the unit of the system: clock ticks since boot on Linux (which
 *     do not move when the clock is set), else milliseconds since 1970
 */
public record ProcessIdentity(long pid, String start) {
  private static final Path PROC = Path.of("/proc");
  // Fields of /proc/<pid>/stat after the command name, counted from the state (field 3).
  private static final int STATE = 0;
  private static final int START_TIME = 22 - 3;

  /** The process that has this number now; empty when none has or it is only a zombie. */
  public static Optional<ProcessIdentity> of(long pid) {
    if (!Files.isDirectory(PROC)) {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .flatMap(handle -> handle.info().startInstant())
          .map(Instant::toEpochMilli)
          .map(start -> new ProcessIdentity(pid, Long.toString(start)));
    }
    return stat(pid)
        .filter(fields -> !fields.get(STATE).equals("Z") && !fields.get(STATE).equals("X"))
        .map(fields -> new ProcessIdentity(pid, fields.get(START_TIME)));
  }

  /** Whether this process still runs. A zombie does not. */
  public boolean alive() {
    return of(pid).filter(this::equals).isPresent();
  }

  public void terminate() {
    if (alive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    }
  }

  public void kill() {
    if (alive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private static Optional<List<String>> stat(long pid) {
    try {
      String line = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
      // The command name may hold blanks and brackets; it ends at the last closing one.
      List<String> fields = List.of(line.substring(line.lastIndexOf(')') + 2).trim().split(" "));
      return fields.size() > START_TIME ? Optional.of(fields) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
