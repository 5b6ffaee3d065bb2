package io.bentoform.api.engine.local.process;

import io.bentoform.api.files.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The control groups of one engine, one for each replica, where the server may make any: in a
 * writable part of cgroup v2 with the controllers {@code memory} and {@code cpu}.
 */
public final class ControlGroups implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ControlGroups.class.getName());

  private final @Nullable Path folder;
  private final String problem;

  private ControlGroups(@Nullable Path folder, String problem) {
    this.folder = folder;
    this.problem = problem;
  }

  /**
   * The groups of an engine; those that one before it left are there still.
   *
   * @param engineId becomes a part of the name of their folder
   */
  public static ControlGroups open(String engineId) {
    return open(engineId, new Delegation(Path.of("/proc")));
  }

  static ControlGroups open(String engineId, Delegation delegation) {
    try {
      Path folder = Files.createDirectories(delegation.prepare().resolve("engine-" + engineId));
      Delegation.enable(folder);
      return new ControlGroups(folder, "");
    } catch (Delegation.UnavailableException e) {
      return new ControlGroups(null, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new ControlGroups(null, "the server may not make control groups: " + e.getMessage());
    }
  }

  /** Why limits are not enforced, for users; empty when they are. */
  public Optional<String> problem() {
    return folder == null ? Optional.of(problem) : Optional.empty();
  }

  /**
   * Makes a group; empty where none can be made.
   *
   * @param memory bytes; 0 for no limit
   * @param milliCpus thousandths of a processor; 0 for no limit
   * @throws IOException when the limits cannot be set
   */
  public Optional<ControlGroup> create(String id, long memory, long milliCpus) throws IOException {
    if (folder == null || (memory == 0 && milliCpus == 0)) {
      return Optional.empty();
    }
    ControlGroup group = new ControlGroup(Files.createDirectories(folder.resolve(id)));
    group.limit(memory, milliCpus);
    return Optional.of(group);
  }

  /** The group of this id, if groups can be made; it need not be there. */
  public Optional<ControlGroup> group(String id) {
    return folder == null ? Optional.empty() : Optional.of(new ControlGroup(folder.resolve(id)));
  }

  /** Removes the groups that a killed server left, but for these. */
  public void retainOnly(Set<String> ids) throws IOException {
    if (folder == null) {
      return;
    }
    for (Path group : FileTrees.children(folder)) {
      if (Files.isDirectory(group) && !ids.contains(String.valueOf(group.getFileName()))) {
        new ControlGroup(group).remove();
      }
    }
  }

  /** Removes the groups of all replicas, which must have ended. */
  @Override
  public void close() {
    if (folder != null) {
      try {
        retainOnly(Set.of());
        new ControlGroup(folder).remove();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "A control group cannot be removed", e);
      }
    }
  }
}
