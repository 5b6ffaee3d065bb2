package io.bentoform.api.bento;

import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.list.QueryFields;
import io.bentoform.api.list.Sort;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the query language (contract 3.6) can ask about bentos, models and their repositories. */
final class ArtifactQuery {
  /** Bentos {@code a} whose manifest names a model, {@code name:version}. */
  static final String OF_MODEL = "JSON_CONTAINS(a.manifest, JSON_QUOTE(?), '$.models')";

  static final QueryFields REPOSITORIES =
      new QueryFields(
          "repositories",
          Map.of("name", "r.name", "description", "r.description"),
          Map.of(),
          Map.of("creator", "r.creator_id IN (SELECT id FROM user_account WHERE name = ?)"),
          Map.of("created_at", Sort.byId("r.id"), "name", Sort.byText("r.name")),
          Optional.empty());

  private ArtifactQuery() {}

  /**
   * About versions.
   *
   * @param objects what is listed, for messages
   * @param name the SQL of the name that keywords search
   */
  static QueryFields versions(ArchiveKind kind, String objects, String name) {
    return new QueryFields(
        objects,
        Map.of("name", name, "description", "a.description"),
        Map.of("uploaded", "a.archive_digest IS NOT NULL"),
        words(kind),
        Map.of(
            "created_at",
            Sort.byId("a.id"),
            "updated_at",
            Sort.byTime("a.updated_at"),
            "build_at",
            Sort.byTimeIfAny("a.build_at")),
        Optional.of("a.labels"));
  }

  private static Map<String, String> words(ArchiveKind kind) {
    Map<String, String> words = new HashMap<>();
    words.put("status", "a.upload_status = ?");
    words.put("creator", "a.creator_id IN (SELECT id FROM user_account WHERE name = ?)");
    if (kind == ArchiveKind.BENTO) {
      words.put("model", OF_MODEL);
    }
    return words;
  }
}
