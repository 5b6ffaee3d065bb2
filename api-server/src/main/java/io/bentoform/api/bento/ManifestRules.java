package io.bentoform.api.bento;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.wire.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest must contain so that the command line can read it (contract C7.1, C7.3). All
 * other members are kept unchanged.
 */
final class ManifestRules {
  private record Member(String name, String type, Predicate<JsonNode> isType, boolean required) {}

  private static final Map<ArchiveKind, List<Member>> MEMBERS =
      Map.of(
          ArchiveKind.BENTO,
          List.of(
              text("service"),
              text("bentoml_version"),
              number("size_bytes"),
              object("apis"),
              array("models"),
              array("services"),
              array("envs"),
              object("schema")),
          ArchiveKind.MODEL,
          List.of(
              text("module"),
              text("api_version"),
              text("bentoml_version"),
              number("size_bytes"),
              object("metadata"),
              object("context"),
              object("options")));

  private ManifestRules() {}

  private static Member text(String name) {
    return new Member(name, "a string", JsonNode::isTextual, true);
  }

  private static Member number(String name) {
    return new Member(name, "a whole number", JsonNode::isIntegralNumber, true);
  }

  private static Member object(String name) {
    return new Member(name, "an object", JsonNode::isObject, false);
  }

  private static Member array(String name) {
    return new Member(name, "an array", JsonNode::isArray, false);
  }

  /**
   * Returns a valid manifest.
   *
   * @throws ProblemException 422 with every member that is missing or has the wrong type
   */
  static JsonNode check(ArchiveKind kind, @Nullable JsonNode manifest) {
    if (manifest == null || !manifest.isObject()) {
      throw ProblemException.invalid(
          List.of(new Violation("/manifest", "missing", "The manifest must be an object.")));
    }
    List<Violation> violations = new ArrayList<>();
    for (Member member : MEMBERS.getOrDefault(kind, List.of())) {
      JsonNode value = manifest.get(member.name());
      if (value == null ? member.required() : !member.isType().test(value)) {
        violations.add(
            new Violation(
                "/manifest/" + member.name(),
                value == null ? "missing" : "wrong_type",
                "The manifest of a "
                    + kind.word()
                    + " needs "
                    + member.name()
                    + ", "
                    + member.type()
                    + "."));
      }
    }
    if (!violations.isEmpty()) {
      throw ProblemException.invalid(violations);
    }
    return manifest;
  }
}
