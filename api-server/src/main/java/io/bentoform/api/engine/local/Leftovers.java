package io.bentoform.api.engine.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a rollout of a deployment leaves behind. A failure to remove it is only logged. */
record Leftovers(EngineContext context, DeploymentRecord record) {
  private static final System.Logger LOG = System.getLogger(Leftovers.class.getName());

  /** Removes environments and unpacked archives that nothing of these needs. */
  void removeFiles(List<Target> current) {
    List<PreparedRelease> releases = current.stream().map(Target::release).toList();
    try {
      if (!releases.isEmpty()) {
        context.preparer().tidy(record.uid(), releases);
      }
      context
          .contents()
          .release(
              record.uid(),
              releases.stream()
                  .flatMap(release -> release.contents().stream())
                  .collect(Collectors.toSet()));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "Old files could not be removed", e);
    }
  }

  /**
   * Removes the logs of old revisions.
   *
   * @param revision the last one, also when its rollout failed: it leaves a log too
   */
  void removeLogs(int revision, Set<Path> inUse) {
    try {
      context.logs().prune(record.name(), record.uid(), revision, inUse);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "Old logs could not be removed", e);
    }
  }
}
