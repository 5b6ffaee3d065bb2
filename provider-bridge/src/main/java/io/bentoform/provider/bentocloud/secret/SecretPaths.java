package io.bentoform.provider.bentocloud.secret;

import io.bentoform.provider.cty.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Paths of secret files: always below {@code $BENTOML_HOME}. */
final class SecretPaths {

  private SecretPaths() {}

  /** One plain path segment, as a file name must be. */
  static boolean isSegment(String text) {
    return !text.isEmpty()
        && !text.equals(".")
        && !text.equals("..")
        && text.chars().noneMatch(c -> c == '/' || c == '\\' || c < 0x20 || c == '$');
  }

  /** A relative path of plain segments. */
  static boolean isRelative(String text) {
    return List.of(text.split("/", -1)).stream().allMatch(SecretPaths::isSegment);
  }

  static boolean isUnderHome(String path) {
    return normal(path) != null;
  }

  /** Whether two paths name the same folder, however they are written. */
  static boolean isSame(@Nullable String one, @Nullable String other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    String normal = normal(one);
    return normal == null ? one.equals(other) : normal.equals(normal(other));
  }

  /** Whether two texts name the same folder. */
  static boolean isSame(Value one, Value other) {
    return isSame(one.asText().orElse(null), other.asText().orElse(null));
  }

  /** The path without needless slashes, dots and braces; null when it leaves the home. */
  private static @Nullable String normal(String path) {
    String plain = path.replace("${BENTOML_HOME}", SecretSchema.HOME);
    if (!plain.equals(SecretSchema.HOME) && !plain.startsWith(SecretSchema.HOME + "/")) {
      return null;
    }
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : plain.substring(SecretSchema.HOME.length()).split("/", -1)) {
      if (segment.equals("..")) {
        if (segments.pollLast() == null) {
          return null;
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        if (!isSegment(segment)) {
          return null;
        }
        segments.add(segment);
      }
    }
    return SecretSchema.HOME + "/" + String.join("/", segments);
  }
}
