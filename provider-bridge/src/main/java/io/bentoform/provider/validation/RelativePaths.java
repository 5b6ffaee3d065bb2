package io.bentoform.provider.validation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Relative paths of plain segments, see {@link Names#isPathSegment}. */
public final class RelativePaths {

  private RelativePaths() {}

  /** Whether the text is a relative path without {@code .}, {@code ..} and empty segments. */
  public static boolean isPlain(String text) {
    return List.of(text.split("/", -1)).stream().allMatch(Names::isPathSegment);
  }

  /**
   * The path without {@code .}, {@code ..} and empty segments; absent when it leads outside of
   * where it begins, or has another kind of segment.
   */
  public static Optional<String> normalized(String path) {
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..")) {
        if (segments.pollLast() == null) {
          return Optional.empty();
        }
      } else if (Names.isPathSegment(segment)) {
        segments.add(segment);
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        return Optional.empty();
      }
    }
    return Optional.of(String.join("/", segments));
  }
}
