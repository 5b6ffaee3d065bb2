package io.bentoform.api.codespace;

import io.bentoform.api.access.Principal;
import io.bentoform.api.audit.Audit;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.db.Database;
import io.bentoform.api.deployment.Deployment;
import io.bentoform.api.deployment.Deployments;
import io.bentoform.api.deployment.Desired;
import io.bentoform.api.engine.EngineUnavailableException;
import io.bentoform.api.engine.Engines;
import io.bentoform.api.engine.Sources;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.wire.FilesResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The use cases of the files of codespaces (contract C9). A running service reloads changed files
 * itself; other changes are work for the reconciler.
 */
public final class CodespaceFiles {
  /** Limit of one upload; the client sends up to 64 MiB and one more file. */
  static final long MAX_UPLOAD_BYTES = 128L << 20;

  static final long MAX_BYTES = 1L << 30;
  static final int MAX_FILES = 20_000;

  /** Uploads within this time cause one restart together. */
  private static final Duration TOGETHER = Duration.ofSeconds(2);

  private final Database database;
  private final Deployments deployments;
  private final Projects projects;
  private final Engines engines;
  private final Audit audit;
  private final Clock clock;
  private final Runnable wakeReconciler;

  /**
   * Wires the use cases.
   *
   * @param wakeReconciler called after each change that leaves work
   */
  public CodespaceFiles(
      Database database,
      Deployments deployments,
      Projects projects,
      Engines engines,
      Audit audit,
      Clock clock,
      Runnable wakeReconciler) {
    this.database = database;
    this.deployments = deployments;
    this.projects = projects;
    this.engines = engines;
    this.audit = audit;
    this.clock = clock;
    this.wakeReconciler = wakeReconciler;
  }

  FilesResponse list(Cluster cluster, String name) throws IOException {
    return new FilesResponse(projects.list(codespace(cluster, name).uid()));
  }

  /** Begins an upload; its files are not in place yet. */
  ProjectUpload begin(Cluster cluster, String name) throws IOException {
    return new ProjectUpload(projects, codespace(cluster, name).uid());
  }

  /** Moves the files of an upload into place. */
  void finish(Principal principal, Cluster cluster, String name, ProjectUpload upload) {
    String uid = upload.uid();
    boolean due =
        projects.withLock(
            uid,
            () -> {
              run(() -> upload.check(projects.isPending(uid)));
              return change(
                  principal,
                  cluster,
                  name,
                  new Change("deployment.upload_files", uid, upload.changes(), upload::moveIn),
                  upload.completes()
                      ? Start.AT_ONCE
                      : upload.touchesEnvironment() ? Start.SOON : Start.NONE);
            });
    if (due) {
      wakeReconciler.run();
    }
  }

  /** Deletes files; missing ones are ignored. */
  void delete(Principal principal, Cluster cluster, String name, List<@Nullable String> paths) {
    String uid = codespace(cluster, name).uid();
    Path folder = projects.folder(uid);
    boolean due =
        projects.withLock(
            uid,
            () -> {
              List<Path> files = checked(folder, paths, projects.isPending(uid));
              return change(
                  principal,
                  cluster,
                  name,
                  new Change(
                      "deployment.delete_files", uid, files.size(), () -> remove(folder, files)),
                  Sources.Project.OF_THE_ENVIRONMENT.stream()
                          .anyMatch(each -> files.contains(folder.resolve(each)))
                      ? Start.SOON
                      : Start.NONE);
            });
    if (due) {
      wakeReconciler.run();
    }
  }

  /** The existing files; also the missing ones after an interrupted change. */
  private static List<Path> checked(Path folder, List<@Nullable String> paths, boolean again) {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      String path = paths.get(i);
      String pointer = "/paths/" + i;
      Path file = ProjectPath.resolve(folder, path == null ? "" : path, pointer);
      if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        throw ProjectPath.refused(
            pointer, "path_taken", path + " is a folder. Name the files that are in it.");
      }
      if (again || Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        files.add(file);
      }
    }
    return files;
  }

  /** Removes files, and the folders that are empty then. */
  private static void remove(Path folder, List<Path> files) throws IOException {
    for (Path file : files) {
      Files.deleteIfExists(file);
      Path above = file.getParent();
      while (above != null && !above.equals(folder) && isEmpty(above)) {
        Files.delete(above);
        above = above.getParent();
      }
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (var entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }

  /** An idempotent change of files. */
  private record Change(String action, String uid, int files, Step step) {}

  private interface Step {
    void run() throws IOException;
  }

  private static void run(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new IllegalStateException("Files of a codespace cannot be changed", e);
    }
  }

  /** Whether a change restarts the codespace. */
  private enum Start {
    NONE,
    SOON,
    AT_ONCE
  }

  /**
   * Makes a change, then records it: moving many files takes long, and no row is locked meanwhile.
   * Files have no transactions, so a marker on disk stays until the change is recorded; the change
   * after an interrupted one counts as one of the environment. Returns whether it leaves work.
   */
  private boolean change(
      Principal principal, Cluster cluster, String name, Change change, Start asked) {
    requireSame(codespace(cluster, name), change.uid());
    boolean again = projects.isPending(change.uid());
    if (change.files() > 0) {
      run(() -> projects.markPending(change.uid()));
      run(change.step());
    }
    Start start = again && asked == Start.NONE ? Start.SOON : asked;
    boolean due = record(principal, cluster, name, change, start);
    run(() -> projects.clearPending(change.uid()));
    return due;
  }

  private boolean record(
      Principal principal, Cluster cluster, String name, Change change, Start asked) {
    return database.inTransaction(
        execute -> {
          Deployment codespace = requireDev(deployments.lockLive(execute, cluster, name));
          requireSame(codespace, change.uid());
          if (change.files() > 0) {
            audit.record(
                execute,
                principal,
                new Audit.Event(
                    change.action(),
                    "deployment",
                    cluster.name(),
                    name,
                    Map.of("files", change.files())));
          }
          boolean unheard = change.files() > 0 && asked == Start.NONE && !answers(codespace);
          boolean due = isDue(codespace, unheard || asked != Start.NONE);
          if (due) {
            Duration pause = asked == Start.AT_ONCE ? Duration.ZERO : TOGETHER;
            CodespaceStore.startAgain(execute, codespace, clock.instant(), pause);
          }
          return due;
        });
  }

  /** A codespace that is stopped or incomplete is not restarted. */
  private boolean isDue(Deployment codespace, boolean asked) {
    Path ready = projects.folder(codespace.uid()).resolve(Sources.Project.READY);
    return asked
        && codespace.desired() == Desired.RUNNING
        && Files.isRegularFile(ready, LinkOption.NOFOLLOW_LINKS);
  }

  private boolean answers(Deployment codespace) {
    try {
      return engines.of(codespace.cluster().uid()).observe(codespace.uid()).ready() > 0;
    } catch (EngineUnavailableException e) {
      return false;
    }
  }

  private Deployment codespace(Cluster cluster, String name) {
    return requireDev(deployments.named(cluster, name));
  }

  /** A name is free again at once: late files belong to the deleted codespace. */
  private static void requireSame(Deployment codespace, String uid) {
    if (!codespace.uid().equals(uid)) {
      throw ProblemException.conflict(
          "codespace_replaced",
          "The codespace "
              + codespace.name()
              + " was deleted and created again during the upload. Upload all files again.");
    }
  }

  private static Deployment requireDev(Deployment deployment) {
    if (!deployment.dev()) {
      throw ProblemException.conflict(
          "not_a_codespace",
          "The deployment "
              + deployment.name()
              + " is not a codespace and has no files of its own. Build a bento and update"
              + " the deployment, or create a codespace: bentoml code");
    }
    return deployment;
  }

  static ProblemException tooMany() {
    return ProblemException.tooLarge(
        "A codespace has at most "
            + MAX_FILES
            + " files. Exclude unneeded files with .bentoignore.");
  }
}
