package io.bentoform.api.wire;

import io.bentoform.api.db.Selection;
import io.helidon.dbclient.DbExecute;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
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
 */
public record Page(int start, int count, String search, String query) {
  private static final int UNASKED = 1000;
  private static final int MOST = 100_000;

  /** The newest object alone. */
  public static final Page NEWEST = new Page(0, 1, "", "");

  /**
   * Reads {@code start}, {@code count}, {@code search} and {@code q}; without a count there are at
   * most 1000.
   */
  public static Page of(ServerRequest request) {
    return new Page(
        Query.number(request, "start", 0, 0, Integer.MAX_VALUE),
        Math.min(MOST, Query.number(request, "count", UNASKED, 0, Integer.MAX_VALUE)),
        Query.text(request, "search").orElse(""),
        Query.text(request, "q").orElse(""));
  }

  /** The same search without a limit. */
  public Page whole() {
    return new Page(0, Integer.MAX_VALUE, search, query);
  }

  /**
   * Answers with this part of a selection.
   *
   * @param selection all that the caller may see
   * @param vocabulary what can be asked about it
   * @param me the name of the user who asks
   * @param byId reads the objects of some ids, in any order
   * @param idOf the id of an object
   * @throws ProblemException 400 when the query asks for what there is not
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
    return new Part<>(
        this, selection.count(execute), selection.rows(execute, start, count, byId, idOf));
  }

  /**
   * A part of a list.
   *
   * @param total how many objects there are on all pages
   */
  public record Part<T>(Page page, long total, List<T> items) {

    public <R> ListResponse<R> response(Function<T, R> form) {
      // Without a limit, as many as there are were asked for.
      int count = page.count() == Integer.MAX_VALUE ? items.size() : page.count();
      return new ListResponse<>(page.start(), count, total, items.stream().map(form).toList());
    }
  }
}
