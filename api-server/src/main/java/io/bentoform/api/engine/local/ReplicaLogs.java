package io.bentoform.api.engine.local;

import io.bentoform.api.engine.EnvironmentVariable;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.local.python.BuildLog;
import io.bentoform.api.engine.local.python.Redaction;
import io.bentoform.api.files.FileTrees;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the output of builds and replicas goes: a file for each, in a folder for each deployment.
 */
final class ReplicaLogs {
  private static final System.Logger LOG = System.getLogger(ReplicaLogs.class.getName());
  private static final int REVISIONS_KEPT = 5;
  private static final Pattern NAME =
      Pattern.compile("revision-(\\d{1,9})-(replica-\\d+|build)\\.log");

  private final Path logs;

  ReplicaLogs(Path root) {
    this.logs = root.resolve("logs");
  }

  /** The file, made when it is not there; a replica that starts again goes on in it. */
  Path file(String name, String uid, int revision, int index) throws IOException {
    return FileTrees.privateFile(
        folder(name, uid), "revision-%d-replica-%d.log".formatted(revision, index));
  }

  /** The log of a codespace: that of its one replica, which the build of its environment shares. */
  BuildLog codespace(Specification built) throws IOException {
    return log(file(built.name(), built.uid(), built.revision(), 0), built);
  }

  /** The file of the build of a revision, empty. */
  BuildLog build(Specification built) throws IOException {
    Path file =
        FileTrees.privateFile(
            folder(built.name(), built.uid()), "revision-%d-build.log".formatted(built.revision()));
    Files.write(file, new byte[0]);
    return log(file, built);
  }

  private static BuildLog log(Path file, Specification built) {
    return new BuildLog(
        file,
        new Redaction(built.buildEnvironment().stream().map(EnvironmentVariable::value).toList()));
  }

  void prune(String name, String uid, int revision) throws IOException {
    for (Path file : FileTrees.children(folder(name, uid))) {
      Matcher parts = NAME.matcher(file.getFileName().toString());
      if (parts.matches() && Integer.parseInt(parts.group(1)) <= revision - REVISIONS_KEPT) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Removes the folder of a name that no deployment has logs under. */
  void removeIfEmpty(String name) throws IOException {
    try {
      Files.deleteIfExists(logs.resolve(name));
    } catch (DirectoryNotEmptyException e) {
      LOG.log(System.Logger.Level.DEBUG, "Another deployment has the name {0}", name);
    }
  }

  /** Where the logs of a deployment are. */
  Path folder(String name, String uid) {
    return logs.resolve(name).resolve(uid);
  }
}
