package io.bentoform.api.list;

import static io.bentoform.api.db.Columns.number;

import io.helidon.dbclient.DbExecute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of one table a list shows, and in which order. The ids are found first, from an index
 * alone; the rows, which are wide and need joins, are then read by id. The order is total, so that
 * a list can go on after any row, wherever that is, at the cost of the first part.
 */
public final class Selection {
  /** With more parts the merge would cost more than it saves. */
  private static final int MAX_MERGED = 32;

  private final String table;
  private final String id;
  private final List<String> conditions = new ArrayList<>();
  private final List<Object> parameters = new ArrayList<>();
  private String part = "";
  private List<Object> parts = List.of();
  private Sort sort;
  private boolean descending = true;

  /**
   * Selects all rows, the newest first.
   *
   * @param table with its alias, as {@code secret s}
   */
  public Selection(String table) {
    this.table = table;
    this.id = table.substring(table.lastIndexOf(' ') + 1) + ".id";
    this.sort = Sort.byId(id);
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

  /**
   * Keeps the rows in which the column, the first of the indexes by which the list is sorted, is
   * one of these values.
   */
  public Selection within(String column, Collection<?> values) {
    part = column;
    parts = List.copyOf(values);
    return this;
  }

  /** Puts the rows in the order of a column; rows that are equal in it keep their own order. */
  public Selection orderBy(Sort column, boolean descend) {
    sort = column;
    descending = descend;
    return this;
  }

  /** The column of the order. */
  public Sort sort() {
    return sort;
  }

  /** How many rows there are. */
  public long count(DbExecute execute) {
    List<Object> values = new ArrayList<>();
    String from = " FROM " + table + where(values, parts, null);
    return execute
        .createQuery("SELECT COUNT(*) AS total" + from)
        .params(values)
        .execute()
        .map(row -> number(row, "total"))
        .toList()
        .getFirst();
  }

  /**
   * The places of a part of the rows.
   *
   * @param after the place after which the part begins, or null to begin with the first row
   * @param start how many rows to leave out from there
   * @param count how many rows at most
   */
  public List<Sort.Key> keys(DbExecute execute, Sort.@Nullable Key after, int start, int count) {
    List<Object> values = new ArrayList<>();
    // Each part comes from its index in order, so that a few rows of each are enough.
    boolean merged = parts.size() > 1 && parts.size() <= MAX_MERGED && start == 0;
    String sql =
        merged
            ? parts.stream()
                    .map(one -> "(" + select(values, List.of(one), after, 0, count) + ")")
                    .collect(Collectors.joining(" UNION ALL "))
                + " ORDER BY "
                + sort.orderOfSelected(descending)
                + " LIMIT "
                + count
            : select(values, parts, after, start, count);
    return execute.createQuery(sql).params(values).execute().map(sort::key).toList();
  }

  private String select(
      List<Object> values, List<Object> ofParts, Sort.@Nullable Key after, int start, int count) {
    return "SELECT "
        + id
        + " AS id, "
        + sort.selected()
        + " FROM "
        + table
        + where(values, ofParts, after)
        + " ORDER BY "
        + sort.order(id, descending)
        + " LIMIT "
        + count
        + (start == 0 ? "" : " OFFSET " + start);
  }

  private String where(List<Object> values, List<Object> ofParts, Sort.@Nullable Key after) {
    List<String> all = new ArrayList<>();
    if (!part.isEmpty()) {
      all.add(ofParts.isEmpty() ? "FALSE" : part + " IN (" + marks(ofParts.size()) + ")");
      values.addAll(ofParts);
    }
    all.addAll(conditions);
    values.addAll(parameters);
    if (after != null) {
      all.add("(" + sort.after(after, id, descending, values) + ")");
    }
    return all.isEmpty() ? "" : " WHERE " + String.join(" AND ", all);
  }

  /** Question marks for a list of parameters. */
  public static String marks(int n) {
    return String.join(", ", Collections.nCopies(n, "?"));
  }
}
