package io.bentoform.provider.bentocloud.secret;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.validation.Names;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Paths of secret files, which are always below {@code $BENTOML_HOME}. */
final class SecretPaths {

  private SecretPaths() {}

  /** Whether the text is a relative path without {@code .} and {@code ..} segments. */
  static boolean isRelative(String text) {
    return List.of(text.split("/", -1)).stream().allMatch(Names::isPathSegment);
  }

  static boolean isUnderHome(String path) {
    return normal(path) != null;
  }

  /** Whether two paths denote the same directory after normalization. */
  static boolean isSame(@Nullable String one, @Nullable String other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    String normal = normal(one);
    return normal == null ? one.equals(other) : normal.equals(normal(other));
  }

  /** Whether two paths denote the same directory after normalization. */
  static boolean isSame(Value one, Value other) {
    return isSame(one.asText().orElse(null), other.asText().orElse(null));
  }

  /** The normalized path; null when it is outside {@code $BENTOML_HOME}. */
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
        if (!Names.isPathSegment(segment)) {
          return null;
        }
        segments.add(segment);
      }
    }
    return SecretSchema.HOME + "/" + String.join("/", segments);
  }
}
