package io.bentoform.api.engine.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The process that stands for a sandbox on the outside: a shell that waits for bubblewrap and exits
 * with its code. Bubblewrap runs with {@code --die-with-parent}, so when the shell is killed the
 * kernel ends the whole tree; the shell itself outlives the server. It has a session of its own,
 * for Ctrl-C at the server's terminal is the server's affair.
 *
 * <p>The standard input of the shell becomes descriptor 3 of bubblewrap, and the command inside has
 * none. That way the environment of the command is neither on a command line, which everybody can
 * read, nor that of a process outside of the sandbox, where {@code LD_PRELOAD} would have effect.
 */
public final class Supervisor {
  /** Where bubblewrap finds what is written to the standard input. */
  public static final String INPUT = "3";

  private static final String SCRIPT =
      "trap : INT TERM HUP; \"$@\" " + INPUT + "<&0 </dev/null; exit $?";
  private static final String NAME = "bentoform-sandbox";
  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final Path PROC = Path.of("/proc");
  private static final String NAMESPACES = "NSpid:";

  /** The init of bubblewrap is process 1 of its sandbox, its command the second. */
  private static final String COMMAND = "2";

  private Supervisor() {}

  /** The command line that supervises a command line of bubblewrap. */
  public static List<String> of(List<String> sandbox) {
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      words.add(SETSID.toString());
    }
    words.addAll(List.of("/bin/sh", "-c", SCRIPT, NAME));
    words.addAll(sandbox);
    return words;
  }

  static boolean is(ProcessIdentity process) {
    return read(process.pid(), "cmdline").contains("\0" + SCRIPT + "\0" + NAME + "\0");
  }

  /**
   * The command in the sandbox of a supervisor, which is the one to send signals to: neither the
   * shell nor bubblewrap pass them on. Empty when it has not begun, or has ended.
   */
  static Optional<ProcessIdentity> command(ProcessIdentity supervisor) {
    int outer = namespaces(supervisor.pid()).size();
    return ProcessHandle.of(supervisor.pid()).stream()
        .flatMap(ProcessHandle::descendants)
        .map(ProcessHandle::pid)
        .filter(pid -> isCommand(namespaces(pid), outer))
        .findFirst()
        .flatMap(ProcessIdentity::of);
  }

  private static boolean isCommand(List<String> pids, int outer) {
    return pids.size() == outer + 1 && pids.getLast().equals(COMMAND);
  }

  /** The numbers of a process, from the namespace of this process to its own. */
  private static List<String> namespaces(long pid) {
    return read(pid, "status")
        .lines()
        .filter(line -> line.startsWith(NAMESPACES))
        .flatMap(line -> List.of(line.substring(NAMESPACES.length()).trim().split("\\s+")).stream())
        .toList();
  }

  private static String read(long pid, String file) {
    try {
      return new String(
          Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve(file)),
          StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
