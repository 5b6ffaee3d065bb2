package io.bentoform.api.db;

import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.text;

import io.helidon.dbclient.DbExecute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;

/**
 * Which rows of one table a list shows, and in which order. The ids are found first, from an index
 * alone; the rows, which are wide and need joins, are then read by id. So a part at the end of a
 * long list costs little more than one at its beginning, and one {@link #after} a known row costs
 * the same wherever that row stands.
 */
public final class Selection {
  private static final int ROWS_AT_ONCE = 500;

  private final String table;
  private final String id;
  private final List<String> conditions = new ArrayList<>();
  private final List<Object> parameters = new ArrayList<>();
  private String name = "created_at";
  private String column;
  private boolean descending = true;

  /**
   * Selects all rows, the newest first.
   *
   * @param table with its alias, as {@code secret s}
   */
  public Selection(String table) {
    this.table = table;
    this.id = table.substring(table.lastIndexOf(' ') + 1) + ".id";
    this.column = id;
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

  /**
   * Puts the rows in the order of a column, which is never NULL. Rows that are equal in it are in
   * the order of their ids, so that each row has a place of its own.
   *
   * @param newName what callers call this order
   */
  public Selection orderBy(String newName, String newColumn, boolean down) {
    name = newName;
    column = newColumn;
    descending = down;
    return this;
  }

  /** What a list is sorted by in place of a time that may be NULL. */
  public static String orEarliest(String time) {
    return "COALESCE(" + time + ", TIMESTAMP'0001-01-01 00:00:00')";
  }

  /** The order in words, as {@code name-asc}. */
  public String order() {
    return name + (descending ? "-desc" : "-asc");
  }

  /**
   * Where a row stands in the order of a list.
   *
   * @param value what the list is sorted by, as text
   */
  public record Place(String value, long id) {}

  /** Leaves out the rows up to this place, without reading them. */
  public Selection after(Place place) {
    String beyond = descending ? " < ?" : " > ?";
    if (column.equals(id)) {
      return where(id + beyond, place.id());
    }
    String from = descending ? " <= ?" : " >= ?";
    return where(
        column + from + " AND (" + column + beyond + " OR " + id + beyond + ")",
        place.value(),
        place.value(),
        place.id());
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
   * Some rows.
   *
   * @param last the place of the last one, if others follow it
   */
  public record Rows<T>(List<T> items, Optional<Place> last) {}

  /**
   * Reads a part of the rows.
   *
   * @param start how many rows to leave out
   * @param count how many rows at most
   * @param byId reads the rows of some ids, in any order
   * @param idOf the id of what was read
   */
  public <T> Rows<T> rows(
      DbExecute execute,
      int start,
      int count,
      BiFunction<DbExecute, List<Long>, List<T>> byId,
      ToLongFunction<T> idOf) {
    List<Place> places = places(execute, start, count + 1L);
    boolean more = count > 0 && places.size() > count;
    List<Place> shown = places.subList(0, Math.min(count, places.size()));
    List<T> rows = new ArrayList<>(shown.size());
    for (int from = 0; from < shown.size(); from += ROWS_AT_ONCE) {
      List<Long> ids =
          shown.subList(from, Math.min(shown.size(), from + ROWS_AT_ONCE)).stream()
              .map(Place::id)
              .toList();
      Map<Long, T> read = new HashMap<>();
      byId.apply(execute, ids).forEach(row -> read.put(idOf.applyAsLong(row), row));
      ids.forEach(one -> rows.add(Objects.requireNonNull(read.get(one))));
    }
    return new Rows<>(rows, more ? Optional.of(shown.getLast()) : Optional.empty());
  }

  private List<Place> places(DbExecute execute, int start, long count) {
    List<Object> all = new ArrayList<>(parameters);
    all.add(count);
    all.add(start);
    String direction = descending ? " DESC" : " ASC";
    String order = column.equals(id) ? id : column + direction + ", " + id;
    return execute
        .createQuery(
            "SELECT CAST("
                + column
                + " AS CHAR) AS place, "
                + id
                + " AS id FROM "
                + table
                + whereClause()
                + " ORDER BY "
                + order
                + direction
                + " LIMIT ? OFFSET ?")
        .params(all)
        .execute()
        .map(row -> new Place(text(row, "place"), number(row, "id")))
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
