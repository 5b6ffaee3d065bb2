package io.bentoform.api.bento;

import io.bentoform.api.wire.Json;
import io.bentoform.api.wire.Page;
import io.bentoform.api.wire.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which versions a list shows and in which order: words that must be in the version, labels, and
 * {@code sort:} (contract 3.6, as far as it fits bentos and models).
 *
 * @param condition SQL over {@code a}, the artifact, that begins with AND where it is not empty
 */
record ArtifactFilter(String condition, List<Object> parameters, String order) {

  /**
   * Reads a query.
   *
   * @throws ProblemException 400 that names a word which means nothing here
   */
  static ArtifactFilter of(String query) {
    Builder builder = new Builder();
    for (String token : List.of(query.split("\\s+", -1))) {
      if (!token.isEmpty()) {
        builder.add(token);
      }
    }
    return new ArtifactFilter(
        builder.condition.toString(), List.copyOf(builder.parameters), builder.order);
  }

  private static final class Builder {
    private final StringBuilder condition = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();
    private String order = "a.id DESC";

    void add(String token) {
      int colon = token.indexOf(':');
      String value = token.substring(colon + 1);
      switch (colon < 0 ? "" : token.substring(0, colon)) {
        case "" -> word(value);
        case "label" -> labels(value);
        case "sort" -> sort(value);
        default ->
            throw ProblemException.badRequest(
                "bad_parameter",
                "The query parameter q knows words, label:KEY=VALUE and sort:created_at-desc, not "
                    + token.substring(0, colon)
                    + ":");
      }
    }

    private void word(String word) {
      condition.append(" AND a.version LIKE ? ESCAPE '!'");
      parameters.add(new Page(0, 0, word).like());
    }

    /** Commas mean or. */
    private void labels(String labels) {
      List<String> any = new ArrayList<>();
      for (String label : List.of(labels.split(",", -1))) {
        int equals = label.indexOf('=');
        Map<String, String> wanted =
            equals < 0
                ? Map.of("key", label)
                : Map.of("key", label.substring(0, equals), "value", label.substring(equals + 1));
        any.add("JSON_CONTAINS(a.labels, ?)");
        parameters.add(Json.write(wanted));
      }
      condition.append(" AND (").append(String.join(" OR ", any)).append(")");
    }

    private void sort(String sort) {
      order =
          switch (sort) {
            case "created_at-asc" -> "a.id";
            case "created_at", "created_at-desc" -> "a.id DESC";
            case "updated_at-asc" -> "a.updated_at, a.id";
            case "updated_at", "updated_at-desc" -> "a.updated_at DESC, a.id DESC";
            default ->
                throw ProblemException.badRequest(
                    "bad_parameter",
                    "The query parameter q sorts by created_at or updated_at, with -asc or -desc.");
          };
    }
  }
}
