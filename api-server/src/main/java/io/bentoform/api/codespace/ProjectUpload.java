package io.bentoform.api.codespace;

import io.bentoform.api.engine.Sources;
import io.bentoform.api.files.PrivateFiles;
import io.bentoform.api.http.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An upload of files into a project: each is a draft until all are complete and valid, and is then
 * moved into place. An unchanged file is left alone, so that file watchers do not fire.
 */
final class ProjectUpload implements FilesReader.Sink, AutoCloseable {
  private final Projects projects;
  private final String uid;
  private final Path folder;
  private final Path drafts;
  private final Map<Path, Draft> files = new LinkedHashMap<>();
  private @Nullable Path current;
  private int count;

  private record Draft(Path content, String pointer) {}

  ProjectUpload(Projects projects, String uid) throws IOException {
    this.projects = projects;
    this.uid = uid;
    this.folder = projects.folder(uid);
    this.drafts = projects.newDrafts();
  }

  @Override
  public OutputStream content() throws IOException {
    if (++count > CodespaceFiles.MAX_FILES) {
      throw CodespaceFiles.tooMany();
    }
    current = PrivateFiles.createFile(drafts.resolve(Integer.toString(count)));
    return Files.newOutputStream(current);
  }

  @Override
  public void complete(String path, String pointer) {
    Path content = Objects.requireNonNull(current);
    Path place = ProjectPath.resolve(folder, path, pointer + "/path");
    if (files.put(place, new Draft(content, pointer)) != null) {
      throw ProjectPath.refused(
          pointer + "/path", "path_twice", "The file " + path + " is duplicated.");
    }
  }

  /**
   * Rejects what is too large or in conflict, and skips unchanged files.
   *
   * @param again whether a change was interrupted, which this may repeat: then nothing is skipped
   */
  void check(boolean again) throws IOException {
    long bytes = 0;
    int number = 0;
    for (Projects.Entry entry : projects.entries(uid)) {
      if (!files.containsKey(entry.file())) {
        bytes += entry.bytes();
        number++;
      }
    }
    for (Draft draft : files.values()) {
      bytes += Files.size(draft.content());
      number++;
    }
    if (number > CodespaceFiles.MAX_FILES) {
      throw CodespaceFiles.tooMany();
    }
    if (bytes > CodespaceFiles.MAX_BYTES) {
      throw ProblemException.tooLarge(
          "The files of a codespace are at most "
              + (CodespaceFiles.MAX_BYTES >> 20)
              + " MiB together. Exclude large data with .bentoignore.");
    }
    Set<Path> folders = folders();
    for (Map.Entry<Path, Draft> file : files.entrySet()) {
      requirePlace(file.getKey(), file.getValue(), folders);
    }
    if (!again) {
      files.entrySet().removeIf(file -> isThere(file.getKey(), file.getValue()));
    }
  }

  /** All folders that the upload creates or uses. */
  private Set<Path> folders() {
    Set<Path> folders = new HashSet<>();
    for (Path file : files.keySet()) {
      Path above = file.getParent();
      while (above != null && !above.equals(folder) && folders.add(above)) {
        above = above.getParent();
      }
    }
    return folders;
  }

  private void requirePlace(Path place, Draft draft, Set<Path> folders) {
    String path = folder.relativize(place).toString();
    ProjectPath.resolve(folder, path, draft.pointer() + "/path");
    if (folders.contains(place) || (isFolder(place) && !removed(place))) {
      throw ProjectPath.refused(
          draft.pointer() + "/path",
          "path_taken",
          path + " is a folder with files. Delete the files first.");
    }
  }

  private static boolean isFolder(Path place) {
    return Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS);
  }

  /** Removes an empty folder, which a file replaces. */
  private static boolean removed(Path folder) {
    try {
      Files.delete(folder);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isThere(Path place, Draft draft) {
    try {
      return Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)
          && Files.mismatch(draft.content(), place) < 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Moves the files into place. Idempotent. */
  void moveIn() throws IOException {
    PrivateFiles.createFolder(folder);
    for (Map.Entry<Path, Draft> file : files.entrySet()) {
      Path content = file.getValue().content();
      if (Files.exists(content)) {
        PrivateFiles.createFolder(Objects.requireNonNull(file.getKey().getParent()));
        try {
          Files.move(
              content,
              file.getKey(),
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING);
        } catch (DirectoryNotEmptyException e) {
          throw ProblemException.conflict(
              "path_taken", "A file was replaced by a folder meanwhile. Try again.");
        }
      }
    }
  }

  /** The uid of the deployment; its name may be reused by now. */
  String uid() {
    return uid;
  }

  /** How many files change. */
  int changes() {
    return files.size();
  }

  /** Whether files of the environment change. */
  boolean touchesEnvironment() {
    return touches(Sources.Project.OF_THE_ENVIRONMENT);
  }

  /** Whether the client marks the project as complete. */
  boolean completes() {
    return touches(List.of(Sources.Project.READY));
  }

  private boolean touches(List<String> names) {
    return names.stream().anyMatch(name -> files.containsKey(folder.resolve(name)));
  }

  /** Removes the drafts that were not moved. */
  @Override
  public void close() throws IOException {
    PrivateFiles.delete(drafts);
  }
}
