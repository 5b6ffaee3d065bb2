package io.bentoform.api.codespace;

import io.bentoform.api.http.ProblemException;
import io.bentoform.api.wire.Violation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** Validates paths of codespace files: plain, relative, and never through a link. */
final class ProjectPath {
  private static final int MAX = 1024;
  private static final int MAX_SEGMENT_BYTES = 255;

  private ProjectPath() {}

  /**
   * The location of a file of the project.
   *
   * @param pointer to the path in the request
   * @throws ProblemException 422 when the path is invalid
   */
  static Path resolve(Path project, String path, String pointer) {
    if (!isPlain(path)) {
      throw refused(
          pointer,
          "path_invalid",
          "The path of a file must be relative to the project, without empty segments, . or"
              + " .., and at most 1024 characters long.");
    }
    try {
      Path file = project.resolve(path);
      requireNoLink(project, file, path, pointer);
      return file;
    } catch (InvalidPathException e) {
      throw refused(pointer, "path_invalid", "The path " + path + " is not valid on this server.");
    }
  }

  private static boolean isPlain(String path) {
    return path.length() <= MAX
        && path.indexOf('\0') < 0
        && List.of(path.split("/", -1)).stream().allMatch(ProjectPath::isName);
  }

  private static boolean isName(String segment) {
    return !segment.isEmpty()
        && !segment.equals(".")
        && !segment.equals("..")
        && segment.getBytes(StandardCharsets.UTF_8).length <= MAX_SEGMENT_BYTES;
  }

  /** Code in a codespace may create links; they are not followed. */
  private static void requireNoLink(Path project, Path file, String path, String pointer) {
    Path way = project;
    Path relative = project.relativize(file);
    for (int i = 0; i < relative.getNameCount() - 1; i++) {
      way = way.resolve(relative.getName(i));
      if (Files.exists(way, LinkOption.NOFOLLOW_LINKS)
          && !Files.isDirectory(way, LinkOption.NOFOLLOW_LINKS)) {
        throw refused(
            pointer,
            "path_taken",
            "In the path "
                + path
                + ", "
                + project.relativize(way)
                + " is a file or a link, not a folder. Delete it first.");
      }
    }
  }

  static ProblemException refused(String pointer, String code, String detail) {
    return ProblemException.invalid(List.of(new Violation(pointer, code, detail)));
  }
}
