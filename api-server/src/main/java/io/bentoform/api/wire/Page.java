package io.bentoform.api.wire;

import io.bentoform.api.db.Selection;
import io.helidon.dbclient.DbExecute;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Which part of a list is asked for.
 *
 * @param start how many objects to leave out
 * @param count how many objects at most
 * @param search a part of the name, or empty
 * @param query words of the query language, or empty
 * @param after the object after which the list goes on, or nothing for its beginning
 */
public record Page(int start, int count, String search, String query, Optional<Cursor> after) {
  private static final int UNASKED = 1000;
  private static final int MOST = 100_000;

  /** The newest object alone. */
  public static final Page NEWEST = new Page(0, 1, "", "", Optional.empty());

  /**
   * Reads {@code start}, {@code count}, {@code search}, {@code q} and {@code after}; without a
   * count there are at most 1000.
   */
  public static Page of(ServerRequest request) {
    Optional<Cursor> after = Query.text(request, "after").map(Cursor::parse);
    int start = Query.number(request, "start", 0, 0, Integer.MAX_VALUE);
    if (start > 0 && after.isPresent()) {
      throw ProblemException.badRequest(
          "bad_parameter", "A list begins at start or goes on after a cursor, not both.");
    }
    return new Page(
        start,
        Math.min(MOST, Query.number(request, "count", UNASKED, 0, Integer.MAX_VALUE)),
        Query.text(request, "search").orElse(""),
        Query.text(request, "q").orElse(""),
        after);
  }

  /** All that the words of the query language ask for. */
  public static Page all(String query) {
    return new Page(0, Integer.MAX_VALUE, "", query, Optional.empty());
  }

  /** The same search without a limit. */
  public Page whole() {
    return new Page(0, Integer.MAX_VALUE, search, query, after);
  }

  boolean isWhole() {
    return count == Integer.MAX_VALUE;
  }

  /** The first so many objects of this page. */
  Page first(int most) {
    return new Page(start, Math.min(most, count), search, query, after);
  }

  /** So many objects that come after this one. */
  Page next(Cursor cursor, int most) {
    return new Page(0, most, search, query, Optional.of(cursor));
  }

  /**
   * Reads this part of a selection.
   *
   * @param selection all that the caller may see
   * @param vocabulary what can be asked about it
   * @param me the name of the user who asks
   * @param byId reads the objects of some ids, in any order
   * @param idOf the id of an object
   * @throws ProblemException 400 when the query asks for what there is not, or the cursor is of a
   *     list in another order
   */
  public <T> Part<T> of(
      DbExecute execute,
      Selection selection,
      Vocabulary vocabulary,
      String me,
      BiFunction<DbExecute, List<Long>, List<T>> byId,
      ToLongFunction<T> idOf) {
    if (!search.isEmpty()) {
      selection.where(vocabulary.texts().get("name") + " LIKE ? ESCAPE '!'", Search.like(search));
    }
    Search.narrow(selection, vocabulary, me, query);
    long total = selection.count(execute);
    after.ifPresent(cursor -> cursor.narrow(selection));
    Selection.Rows<T> rows = selection.rows(execute, start, count, byId, idOf);
    return new Part<>(
        total, rows.items(), rows.last().map(place -> new Cursor(selection.order(), place)));
  }

  /**
   * A part of a list.
   *
   * @param total how many objects there are on all pages
   * @param next where the list goes on, if it does
   */
  public record Part<T>(long total, List<T> items, Optional<Cursor> next) {

    public <R> Part<R> map(Function<T, R> form) {
      return new Part<>(total, items.stream().map(form).toList(), next);
    }
  }
}
