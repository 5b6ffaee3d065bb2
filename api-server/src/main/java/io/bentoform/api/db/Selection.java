package io.bentoform.api.db;

import static io.bentoform.api.db.Columns.number;

import io.helidon.dbclient.DbExecute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;

/**
 * Which rows of one table a list shows, and in which order. The ids are found first, from an index
 * alone; the rows, which are wide and need joins, are then read by id. So a part at the end of a
 * long list costs little more than one at its beginning.
 */
public final class Selection {
  private static final int ROWS_AT_ONCE = 500;

  private final String table;
  private final String id;
  private final List<String> conditions = new ArrayList<>();
  private final List<Object> parameters = new ArrayList<>();
  private String order;

  /**
   * Selects all rows, the newest first.
   *
   * @param table with its alias, as {@code secret s}
   */
  public Selection(String table) {
    this.table = table;
    this.id = table.substring(table.lastIndexOf(' ') + 1) + ".id";
    this.order = id + " DESC";
  }

  /** Keeps the rows of which this is true; each {@code ?} stands for a parameter. */
  public Selection where(String condition, Object... values) {
    return where(condition, List.of(values));
  }

  /** As {@link #where(String, Object...)}. */
  public Selection where(String condition, List<?> values) {
    conditions.add("(" + condition + ")");
    parameters.addAll(values);
    return this;
  }

  /** Keeps the rows in which the column is one of these values. */
  public Selection whereIn(String column, Collection<?> values) {
    return values.isEmpty()
        ? where("FALSE")
        : where(column + " IN (" + marks(values.size()) + ")", List.copyOf(values));
  }

  /** Puts the rows in the order of a column; rows that are equal in it keep their own order. */
  public Selection orderBy(String column, boolean descending) {
    String direction = descending ? " DESC" : " ASC";
    order = column + direction + ", " + id + direction;
    return this;
  }

  /** How many rows there are. */
  public long count(DbExecute execute) {
    return execute
        .createQuery("SELECT COUNT(*) AS total FROM " + table + whereClause())
        .params(parameters)
        .execute()
        .map(row -> number(row, "total"))
        .toList()
        .getFirst();
  }

  /**
   * Reads a part of the rows.
   *
   * @param start how many rows to leave out
   * @param count how many rows at most
   * @param byId reads the rows of some ids, in any order
   * @param idOf the id of what was read
   */
  public <T> List<T> rows(
      DbExecute execute,
      int start,
      int count,
      BiFunction<DbExecute, List<Long>, List<T>> byId,
      ToLongFunction<T> idOf) {
    List<Long> ids = ids(execute, start, count);
    List<T> rows = new ArrayList<>(ids.size());
    for (int from = 0; from < ids.size(); from += ROWS_AT_ONCE) {
      List<Long> some = ids.subList(from, Math.min(ids.size(), from + ROWS_AT_ONCE));
      Map<Long, T> read = new HashMap<>();
      byId.apply(execute, some).forEach(row -> read.put(idOf.applyAsLong(row), row));
      some.forEach(one -> rows.add(Objects.requireNonNull(read.get(one))));
    }
    return rows;
  }

  private List<Long> ids(DbExecute execute, int start, int count) {
    List<Object> all = new ArrayList<>(parameters);
    all.add(count);
    all.add(start);
    return execute
        .createQuery(
            "SELECT "
                + id
                + " AS id FROM "
                + table
                + whereClause()
                + " ORDER BY "
                + order
                + " LIMIT ? OFFSET ?")
        .params(all)
        .execute()
        .map(row -> number(row, "id"))
        .toList();
  }

  private String whereClause() {
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  /** Question marks for a list of parameters. */
  public static String marks(int n) {
    return String.join(", ", Collections.nCopies(n, "?"));
  }
}
