package io.bentoform.api.list;

import static io.bentoform.api.db.Columns.text;
import static io.bentoform.api.db.Columns.timeOrNull;

import io.bentoform.api.db.Columns;
import io.helidon.dbclient.DbRow;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column by which a list can be sorted; the id comes second, so that the order is total.
 *
 * @param column with the alias of its table
 */
public record Sort(String column, Kind kind) {

  /** What the column holds. */
  public enum Kind {
    ID,
    TEXT,
    TIME,
    TIME_OR_NULL
  }

  /**
   * The place of a row in the order.
   *
   * @param value of the sort column as text; null for null, and in the order of the ids
   */
  public record Key(long id, @Nullable String value) {}

  /** The order of the ids, in which rows were made. */
  public static Sort byId(String column) {
    return new Sort(column, Kind.ID);
  }

  public static Sort byText(String column) {
    return new Sort(column, Kind.TEXT);
  }

  public static Sort byTime(String column) {
    return new Sort(column, Kind.TIME);
  }

  /** The order of times that some rows lack: they are the least. */
  public static Sort byTimeIfAny(String column) {
    return new Sort(column, Kind.TIME_OR_NULL);
  }

  /**
   * Whether a row can be at this place.
   *
   * @param key as somebody says it
   */
  public boolean accepts(Key key) {
    String value = key.value();
    return switch (kind) {
      case ID -> value == null;
      case TEXT -> value != null;
      case TIME -> value != null && isTime(value);
      case TIME_OR_NULL -> value == null || isTime(value);
    };
  }

  private static boolean isTime(String value) {
    try {
      Instant.parse(value);
      // As the database has them, with a year of four digits.
      return Character.isDigit(value.charAt(0));
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /** The sort column as a query selects it. */
  String selected() {
    return (kind == Kind.ID ? "NULL" : column) + " AS sort_value";
  }

  String order(String id, boolean descending) {
    return kind == Kind.ID ? direction(id, descending) : order(column, id, descending);
  }

  /** The order of rows that are selected already, as of a union. */
  String orderOfSelected(boolean descending) {
    return kind == Kind.ID ? direction("id", descending) : order("sort_value", "id", descending);
  }

  private static String order(String column, String id, boolean descending) {
    return direction(column, descending) + ", " + direction(id, descending);
  }

  private static String direction(String column, boolean descending) {
    return column + (descending ? " DESC" : " ASC");
  }

  Key key(DbRow row) {
    long id = Columns.number(row, "id");
    return switch (kind) {
      case ID -> new Key(id, null);
      case TEXT -> new Key(id, text(row, "sort_value"));
      case TIME, TIME_OR_NULL -> {
        Instant time = timeOrNull(row, "sort_value");
        yield new Key(id, time == null ? null : time.toString());
      }
    };
  }

  /**
   * The rows after a place, as ranges of an index over column and id.
   *
   * @param id the column of the id
   * @param parameters takes the values of the question marks
   */
  String after(Key key, String id, boolean descending, List<Object> parameters) {
    String beyond = descending ? " < ?" : " > ?";
    if (kind == Kind.ID) {
      parameters.add(key.id());
      return id + beyond;
    }
    String value = key.value();
    if (value == null) {
      parameters.add(key.id());
      String rest = column + " IS NULL AND " + id + beyond;
      return descending ? rest : "(" + rest + ") OR " + column + " IS NOT NULL";
    }
    Object parameter = kind == Kind.TEXT ? value : Columns.utc(Instant.parse(value));
    parameters.addAll(List.of(parameter, parameter, key.id()));
    String rest = column + beyond + " OR (" + column + " = ? AND " + id + beyond + ")";
    return descending && kind == Kind.TIME_OR_NULL ? rest + " OR " + column + " IS NULL" : rest;
  }
}
