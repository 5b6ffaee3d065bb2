package io.bentoform.api.bento;

import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.Times;
import io.bentoform.api.wire.ArtifactRequest;
import io.bentoform.api.wire.Label;
import io.bentoform.api.wire.Violation;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Validates the metadata of bentos and models (contract C7, E). */
final class ArtifactRules {
  private static final Pattern TAG_PART = Pattern.compile("[a-z0-9]([-._a-z0-9]{0,61}[a-z0-9])?");

  private ArtifactRules() {}

  /** A name or version that is valid in a tag and in a path. */
  static String tagPart(ArchiveKind kind, @Nullable String text, String pointer) {
    if (text == null || !TAG_PART.matcher(text).matches()) {
      throw invalid(
          pointer,
          "name_invalid",
          "A "
              + kind.word()
              + "'s name and version are 1 to 63 lower-case letters, digits, dots, underscores and"
              + " hyphens, and begin and end with a letter or digit.");
    }
    return text;
  }

  /**
   * A version that is valid in a tag: {@code latest} always means the newest one, to the client in
   * its own store too, so a version of that name could never be asked for (contract C6).
   */
  static String version(ArchiveKind kind, @Nullable String text) {
    String version = tagPart(kind, text, "/version");
    if (version.equals(Bentos.LATEST)) {
      throw invalid(
          "/version",
          "version_reserved",
          "The version latest means the newest version of a "
              + kind.word()
              + " and cannot be pushed. Choose another one.");
    }
    return version;
  }

  static ArtifactStore.Description description(ArchiveKind kind, ArtifactRequest body) {
    return new ArtifactStore.Description(
        body.description(),
        ManifestRules.check(kind, body.manifest()),
        labels(body.labels()),
        buildAt(body.buildAt()));
  }

  private static @Nullable List<Label> labels(@Nullable List<@Nullable Label> labels) {
    if (labels == null) {
      return null;
    }
    List<Violation> violations = Label.check(labels);
    if (!violations.isEmpty()) {
      throw ProblemException.invalid(violations);
    }
    return labels.stream().flatMap(Stream::ofNullable).toList();
  }

  private static @Nullable Instant buildAt(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    return Times.parse(text)
        .orElseThrow(() -> invalid("/build_at", "not_a_time", Times.mustBe("build_at")));
  }

  private static ProblemException invalid(String pointer, String code, String detail) {
    return ProblemException.invalid(List.of(new Violation(pointer, code, detail)));
  }
}
