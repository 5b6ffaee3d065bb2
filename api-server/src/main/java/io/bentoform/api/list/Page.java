package io.bentoform.api.list;

import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.QueryParameters;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which part of a list is asked for.
 *
 * @param start how many objects to leave out
 * @param count how many objects at most
 * @param search a part of the name, or empty
 * @param query words of the query language, or empty
 * @param after the object after which the part begins
 * @param list tells lists apart that have other rows, not such that differ in their order alone
 */
public record Page(
    int start, int count, String search, String query, Optional<Cursor> after, int list) {
  private static final int UNASKED = 1000;
  private static final int MAX = 100_000;
  private static final int WHOLE = Integer.MAX_VALUE;

  /**
   * Reads {@code start}, {@code count}, {@code search}, {@code q} and {@code after}; without a
   * count there are at most 1000.
   *
   * @throws ProblemException 400 for invalid numbers, and for a cursor that is invalid, of another
   *     list, or sent with {@code start}
   */
  public static Page of(ServerRequest request) {
    Page page =
        new Page(
            QueryParameters.number(request, "start", 0, 0, Integer.MAX_VALUE),
            Math.min(MAX, QueryParameters.number(request, "count", UNASKED, 0, Integer.MAX_VALUE)),
            QueryParameters.text(request, "search").orElse(""),
            QueryParameters.text(request, "q").orElse(""),
            QueryParameters.text(request, "after").map(Cursor::of),
            list(request));
    if (page.after.isPresent() && QueryParameters.text(request, "start").isPresent()) {
      throw ProblemException.badRequest(
          "bad_parameter",
          "A list begins at start or continues after a cursor: send either start or after.");
    }
    if (page.after.isPresent() && page.after.get().list() != page.list) {
      throw Cursor.refused(
          "The cursor in after belongs to a list with another path, cluster, search or query.");
    }
    return page;
  }

  private static int list(ServerRequest request) {
    List<String> words =
        Stream.of(QueryParameters.text(request, "q").orElse("").split(" ", -1))
            .filter(word -> !word.isEmpty() && !word.startsWith("sort:"))
            .toList();
    return List.of(
            request.path().path(),
            QueryParameters.text(request, "search"),
            QueryParameters.cluster(request),
            QueryParameters.flag(request, "all"),
            words)
        .hashCode();
  }

  /** All that a query asks for. */
  public static Page all(String query) {
    return new Page(0, WHOLE, "", query, Optional.empty(), 0);
  }

  /** The same search without a limit. */
  public Page whole() {
    return new Page(0, WHOLE, search, query, after, list);
  }

  boolean isWhole() {
    return count == WHOLE;
  }
}
