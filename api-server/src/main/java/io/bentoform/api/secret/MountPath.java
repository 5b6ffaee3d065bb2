package io.bentoform.api.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Paths of mounted files. All lie under {@code $BENTOML_HOME} (contract B6), none in a folder that
 * BentoML itself keeps there.
 */
public final class MountPath {
  public static final String HOME = "$BENTOML_HOME";
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._-]{1,253}");
  private static final Set<String> RESERVED =
      Set.of("bentos", "models", "envs", "tmp", "prometheus_multiproc_dir");

  private MountPath() {}

  /** The path normalised, beginning with {@code $BENTOML_HOME}; nothing when it leads elsewhere. */
  static Optional<String> normalise(String path) {
    if (!path.equals(HOME) && !path.startsWith(HOME + "/")) {
      return Optional.empty();
    }
    List<String> segments = new ArrayList<>();
    for (String segment : path.substring(HOME.length()).split("/", -1)) {
      if (segment.equals("..")) {
        if (segments.isEmpty()) {
          return Optional.empty();
        }
        segments.removeLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        if (!SEGMENT.matcher(segment).matches()) {
          return Optional.empty();
        }
        segments.add(segment);
      }
    }
    segments.addFirst(HOME);
    return Optional.of(String.join("/", segments));
  }

  /** Whether this is one plain name of a file or folder. */
  static boolean isSegment(String text) {
    return SEGMENT.matcher(text).matches() && !text.equals(".") && !text.equals("..");
  }

  /** Whether this is a relative path of plain names. */
  static boolean isRelative(String text) {
    return !text.isEmpty() && List.of(text.split("/", -1)).stream().allMatch(MountPath::isSegment);
  }

  /** The path of a key's file, relative to {@code $BENTOML_HOME}. */
  public static String file(String path, @Nullable String subPath, String key) {
    String folder = path.equals(HOME) ? "" : path.substring(HOME.length() + 1) + "/";
    return folder + (subPath == null || subPath.isEmpty() ? "" : subPath + "/") + key;
  }

  /** Whether one of two files is, or lies in, a folder in the other's place. */
  public static boolean isAbove(String file, String other) {
    return file.startsWith(other + "/") || other.startsWith(file + "/");
  }

  /** Whether a file at this relative path would lie where BentoML keeps its own. */
  static boolean isReserved(String file) {
    int slash = file.indexOf('/');
    return RESERVED.contains(slash < 0 ? file : file.substring(0, slash));
  }
}
