package io.bentoform.api.engine.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the control group in which this process may make others, and prepares it. With cgroup v2 a
 * group that hands controllers on has no processes itself, so this process and its descendants move
 * into the group {@value #SERVER} below it.
 *
 * @param proc the folder {@code /proc}
 */
record Delegation(Path proc) {
  /** Where the server itself is; systemd can put it there with {@code DelegateSubgroup=server}. */
  private static final String SERVER = "server";

  private static final Set<String> CONTROLLERS = Set.of("memory", "cpu");
  private static final String ENABLE = "+memory +cpu";
  private static final String SUBTREE = "cgroup.subtree_control";
  private static final int ATTEMPTS = 10;

  /** Why no groups can be made, for users. */
  static final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnavailableException(String message) {
      super(message);
    }
  }

  /** The group in which others can be made. */
  Path prepare() throws UnavailableException {
    Path own = own();
    try {
      Path parent = own.getParent();
      if (parent != null && own.endsWith(SERVER) && processes(parent).isEmpty()) {
        enable(parent);
        return parent;
      }
      requireControllers(own);
      boolean root = !Files.exists(own.resolve("cgroup.type"));
      if (!root) {
        moveInto(own, own.resolve(SERVER));
      }
      enable(own);
      return own;
    } catch (IOException e) {
      throw new UnavailableException(
          "the server may not make control groups in %s (%s)".formatted(own, e.getMessage()));
    }
  }

  /** Lets groups below this one have limits. */
  static void enable(Path group) throws IOException, UnavailableException {
    requireControllers(group);
    new ControlGroup(group).write(SUBTREE, ENABLE);
  }

  private static void requireControllers(Path group) throws IOException, UnavailableException {
    Path file = group.resolve("cgroup.controllers");
    Set<String> there =
        Files.exists(file) ? Set.of(Files.readString(file).strip().split(" ")) : Set.of();
    if (!there.containsAll(CONTROLLERS)) {
      throw new UnavailableException(
          "the controllers memory and cpu of cgroup v2 are not there for the server");
    }
  }

  /** The group of this process. */
  private Path own() throws UnavailableException {
    String path =
        lines("self/cgroup").stream()
            .filter(line -> line.startsWith("0::/"))
            .map(line -> line.substring("0::/".length()))
            .findFirst()
            .orElseThrow(() -> new UnavailableException("this machine has no cgroup v2"));
    return mount()
        .map(mount -> path.isEmpty() ? mount : mount.resolve(path))
        .filter(Files::isDirectory)
        .orElseThrow(() -> new UnavailableException("cgroup v2 is not mounted for the server"));
  }

  /** Fields of mountinfo: the fourth is the root within the file system, the fifth the place. */
  private Optional<Path> mount() {
    return lines("self/mountinfo").stream()
        .filter(line -> line.contains(" - cgroup2 "))
        .map(line -> line.split(" "))
        .filter(fields -> fields[3].equals("/"))
        .map(fields -> Path.of(fields[4]))
        .findFirst();
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(proc.resolve(file));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Set<Long> processes(Path group) throws IOException {
    return Files.readAllLines(group.resolve(ControlGroup.PROCESSES)).stream()
        .map(Long::valueOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Processes of others are left alone: where there are any, the group is not the server's. */
  private static void moveInto(Path group, Path below) throws IOException, UnavailableException {
    for (int i = 0; i < ATTEMPTS; i++) {
      Set<Long> left = processes(group);
      if (left.isEmpty()) {
        return;
      }
      if (!isOurs(left)) {
        throw new UnavailableException(
            "the server shares its control group with other processes; start it as a service of"
                + " systemd with Delegate=yes");
      }
      Files.createDirectories(below);
      for (long pid : left) {
        if (ProcessIdentity.of(pid).isPresent()) {
          new ControlGroup(below).write(ControlGroup.PROCESSES, Long.toString(pid));
        }
      }
    }
    throw new IOException("its processes cannot be moved");
  }

  private static boolean isOurs(Set<Long> pids) {
    Set<Long> ours =
        ProcessHandle.current().descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
    ours.add(ProcessHandle.current().pid());
    return pids.stream().allMatch(pid -> ours.contains(pid) || ProcessIdentity.of(pid).isEmpty());
  }
}
