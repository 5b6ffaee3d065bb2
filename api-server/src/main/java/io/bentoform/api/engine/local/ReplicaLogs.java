package io.bentoform.api.engine.local;

import io.bentoform.api.engine.EnvironmentVariable;
import io.bentoform.api.engine.PodLog;
import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.local.log.FollowedFile;
import io.bentoform.api.engine.local.log.LogLimits;
import io.bentoform.api.engine.local.log.RotatingFile;
import io.bentoform.api.engine.local.python.BuildLog;
import io.bentoform.api.engine.local.python.Redaction;
import io.bentoform.api.files.FileTrees;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The logs of builds and replicas: a file for each, in a folder for each deployment, with the
 * rotated files beside it.
 */
final class ReplicaLogs {
  private static final System.Logger LOG = System.getLogger(ReplicaLogs.class.getName());
  private static final int REVISIONS_KEPT = 5;
  private static final Pattern NAME =
      Pattern.compile("revision-(\\d{1,9})-([A-Za-z0-9_-]+-\\d+|build)\\.log");

  /** What a file name should not have of the name of a service. */
  private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9_-]");

  private final Path logs;
  private final LogLimits limits;
  private final Map<Path, RotatingFile> files = new ConcurrentHashMap<>();

  ReplicaLogs(Path root, LogLimits limits) {
    this.logs = root.resolve("logs");
    this.limits = limits;
  }

  /** The file, created when missing; a restarted replica appends to it. */
  Path file(String name, String uid, int revision, ServiceId service, int index)
      throws IOException {
    Path file =
        FileTrees.privateFile(
            folder(name, uid),
            "revision-%d-%s-%d.log"
                .formatted(revision, FOREIGN.matcher(service.text()).replaceAll("_"), index));
    // It is in use again, even if nothing was written for long.
    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    return file;
  }

  /** The log of a codespace, shared by its one replica and its builds. */
  BuildLog codespace(Specification built) throws IOException {
    return log(
        file(
            built.name(),
            built.uid(),
            built.revision(),
            new ServiceId(built.version(), built.entry()),
            0),
        built);
  }

  /** The file of the build of a revision, empty. */
  BuildLog build(Specification built) throws IOException {
    Path file =
        FileTrees.privateFile(
            folder(built.name(), built.uid()), "revision-%d-build.log".formatted(built.revision()));
    rotating(file).clear();
    return log(file, built);
  }

  private static BuildLog log(Path file, Specification built) {
    return new BuildLog(
        file,
        new Redaction(built.buildEnvironment().stream().map(EnvironmentVariable::value).toList()));
  }

  /**
   * Opens a log some lines before its end.
   *
   * @param growing whether more may come
   */
  PodLog follow(Path file, int lines, BooleanSupplier growing) throws IOException {
    return FollowedFile.open(rotating(file), lines, growing);
  }

  /** The last lines of a log. */
  String tail(Path file, int lines) throws IOException {
    StringBuilder text = new StringBuilder();
    try (PodLog log = follow(file, lines, () -> false)) {
      Optional<String> more = log.next(Duration.ZERO);
      while (more.isPresent()) {
        text.append(more.get());
        more = log.next(Duration.ZERO);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return text.toString();
  }

  private RotatingFile rotating(Path file) {
    return files.computeIfAbsent(file, key -> new RotatingFile(key, limits));
  }

  /**
   * Rotates each log that has reached its size.
   *
   * @throws IOException when one of them could not be rotated; the others were
   */
  void rotate() throws IOException {
    List<IOException> failures = new ArrayList<>();
    for (Path file : all()) {
      try {
        rotating(file).rotateIfFull();
      } catch (IOException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
  }

  /**
   * A log of a deployment.
   *
   * @param part {@code build}, or the service and the index of a replica
   */
  record Kept(int revision, String part, Path file) {}

  /** All logs of a deployment, also of what ended. */
  List<Kept> kept(String name, String uid) throws IOException {
    List<Kept> kept = new ArrayList<>();
    for (Path file : in(folder(name, uid))) {
      Matcher parts = NAME.matcher(file.getFileName().toString());
      if (parts.matches()) {
        kept.add(new Kept(Integer.parseInt(parts.group(1)), parts.group(2), file));
      }
    }
    return kept;
  }

  /** Removes the logs of old revisions. */
  void prune(String name, String uid, int revision, Set<Path> inUse) throws IOException {
    for (Path file : in(folder(name, uid))) {
      if (revision(file) <= revision - REVISIONS_KEPT && !inUse.contains(file)) {
        delete(file);
      }
    }
  }

  private static int revision(Path file) {
    Matcher parts = NAME.matcher(file.getFileName().toString());
    return parts.matches() ? Integer.parseInt(parts.group(1)) : Integer.MAX_VALUE;
  }

  /**
   * Removes logs without writes since a time, and the folders that are then empty.
   *
   * @param inUse files that may still be written to
   */
  void removeUnused(Instant before, Set<Path> inUse) throws IOException {
    for (Path file : all()) {
      if (!inUse.contains(file) && lastChange(file).isBefore(before)) {
        delete(file);
      }
    }
    for (Path name : FileTrees.children(logs)) {
      for (Path deployment : FileTrees.children(name)) {
        removeIfEmpty(deployment, before);
      }
      removeIfEmpty(name, before);
    }
  }

  private void delete(Path file) throws IOException {
    rotating(file).delete();
    files.remove(file);
  }

  /** A new folder is empty too. */
  private static void removeIfEmpty(Path folder, Instant before) throws IOException {
    if (lastChange(folder).isBefore(before)) {
      removeIfEmpty(folder);
    }
  }

  /** A file that was removed meanwhile does not count as old. */
  private static Instant lastChange(Path path) throws IOException {
    try {
      return Files.getLastModifiedTime(path).toInstant();
    } catch (NoSuchFileException e) {
      return Instant.MAX;
    }
  }

  /** The log files that are written to, without what was rotated. */
  private List<Path> all() throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path name : FileTrees.children(logs)) {
      for (Path deployment : FileTrees.children(name)) {
        all.addAll(in(deployment));
      }
    }
    return all;
  }

  private static List<Path> in(Path folder) throws IOException {
    return FileTrees.children(folder).stream()
        .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
        .toList();
  }

  /** Forgets a deployment whose folder is gone, and the folder of its name if no other is in it. */
  void forget(String name, String uid) throws IOException {
    Path folder = folder(name, uid);
    files.keySet().removeIf(file -> file.startsWith(folder));
    removeIfEmpty(logs.resolve(name));
  }

  private static void removeIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      LOG.log(System.Logger.Level.DEBUG, "{0} still contains logs", folder);
    }
  }

  /** Where the logs of a deployment are. */
  Path folder(String name, String uid) {
    return logs.resolve(name).resolve(uid);
  }
}
