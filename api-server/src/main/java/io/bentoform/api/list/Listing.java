package io.bentoform.api.list;

import io.bentoform.api.db.Database;
import io.bentoform.api.http.ProblemException;
import io.helidon.dbclient.DbExecute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The part of a list that a page asks for, to be read chunk by chunk: each chunk sees one state of
 * the database, and the next continues after its last row. So a row that stays, with the same sort
 * value, is listed exactly once, whatever other rows change meanwhile.
 */
public final class Listing<T> {
  private static final int ROWS_AT_ONCE = 500;

  private final Page page;
  private final Selection selection;
  private final String sort;
  private final BiFunction<DbExecute, List<Long>, List<T>> rows;

  private Listing(
      Page page,
      Selection selection,
      String sort,
      BiFunction<DbExecute, List<Long>, List<T>> rows) {
    this.page = page;
    this.selection = selection;
    this.sort = sort;
    this.rows = rows;
  }

  /**
   * The rows of a selection that a page requests. Nothing is read yet.
   *
   * @param selection all that the caller may see
   * @param fields what can be asked about it
   * @param me the name of the user who asks
   * @param byId reads the objects of some ids, in any order
   * @param idOf the id of an object
   * @throws ProblemException 400 for an unknown query word, or a cursor of another order
   */
  public static <T> Listing<T> of(
      Page page,
      Selection selection,
      QueryFields fields,
      String me,
      BiFunction<DbExecute, List<Long>, List<T>> byId,
      ToLongFunction<T> idOf) {
    if (!page.search().isEmpty()) {
      selection.where(
          fields.texts().get("name") + " LIKE ? ESCAPE '!'", QueryParser.like(page.search()));
    }
    String sort = QueryParser.narrow(selection, fields, me, page.query());
    page.after().ifPresent(cursor -> check(cursor, sort, selection.sort()));
    return new Listing<>(
        page, selection, sort, (execute, ids) -> inOrder(ids, byId.apply(execute, ids), idOf));
  }

  private static void check(Cursor cursor, String sort, Sort column) {
    if (!cursor.sort().equals(sort)) {
      throw Cursor.refused("The cursor in after belongs to another order than sort:" + sort + ".");
    }
    if (!column.accepts(cursor.last())) {
      throw Cursor.broken();
    }
  }

  private static <T> List<T> inOrder(List<Long> ids, List<T> read, ToLongFunction<T> idOf) {
    Map<Long, T> byId = new HashMap<>();
    read.forEach(row -> byId.put(idOf.applyAsLong(row), row));
    return ids.stream().map(one -> Objects.requireNonNull(byId.get(one))).toList();
  }

  /** The same list in another form, which is made of some objects at once. */
  public <R> Listing<R> shown(BiFunction<DbExecute, List<T>, List<R>> form) {
    return new Listing<>(
        page, selection, sort, (execute, ids) -> form.apply(execute, rows.apply(execute, ids)));
  }

  /** The same list in another form. */
  public <R> Listing<R> shown(Function<T, R> form) {
    return shown((execute, some) -> some.stream().map(form).toList());
  }

  /** The list to be read from this database, and sent. */
  public StreamedList<T> from(Database database) {
    return new StreamedList<>(database, this);
  }

  /** All of it at once, inside the caller's transaction. */
  public List<T> read(DbExecute execute) {
    List<T> items = new ArrayList<>();
    Chunk<T> chunk = first(execute);
    items.addAll(chunk.items());
    while (!chunk.isEnd()) {
      chunk = next(execute, chunk);
      items.addAll(chunk.items());
    }
    return items;
  }

  /**
   * Some rows in their order.
   *
   * @param given how many rows were given with these and the chunks before
   * @param total how many rows there are on all pages
   * @param last the place of the last of them
   * @param more whether there are rows after it, asked for or not
   * @param isEnd whether these are the last that were asked for
   */
  record Chunk<T>(
      List<T> items, int given, long total, Sort.@Nullable Key last, boolean more, boolean isEnd) {}

  Chunk<T> first(DbExecute execute) {
    long total = page.after().map(Cursor::total).orElseGet(() -> selection.count(execute));
    Sort.@Nullable Key after = page.after().map(Cursor::last).orElse(null);
    return chunk(execute, after, page.start(), 0, total);
  }

  Chunk<T> next(DbExecute execute, Chunk<T> before) {
    return chunk(execute, before.last(), 0, before.given(), before.total());
  }

  private Chunk<T> chunk(
      DbExecute execute, Sort.@Nullable Key after, int start, int given, long total) {
    int count = Math.min(ROWS_AT_ONCE, page.count() - given);
    // One more than is given tells whether there are more.
    List<Sort.Key> keys = count == 0 ? List.of() : selection.keys(execute, after, start, count + 1);
    boolean more = keys.size() > count;
    List<Sort.Key> some = more ? keys.subList(0, count) : keys;
    List<Long> ids = some.stream().map(Sort.Key::id).toList();
    int now = given + some.size();
    return new Chunk<>(
        ids.isEmpty() ? List.of() : rows.apply(execute, ids),
        now,
        total,
        some.isEmpty() ? after : some.getLast(),
        more,
        !more || now == page.count());
  }

  /** What stands before the objects. */
  int start() {
    return page.start();
  }

  /** The page size that was asked for: of all rows, as many as there were. */
  int count(Chunk<T> end) {
    return page.isWhole() ? end.given() : page.count();
  }

  /** The cursor to go on after the last chunk, if there are more rows. */
  @Nullable String next(Chunk<T> end) {
    return end.more() && end.last() != null
        ? new Cursor(sort, page.list(), end.total(), end.last()).text()
        : null;
  }
}
