package io.bentoform.api.db;

import io.helidon.dbclient.DbRow;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads columns as the types of this project. Times are stored as UTC without a zone. */
public final class Columns {
  private Columns() {}

  public static String text(DbRow row, String column) {
    return row.column(column).get(String.class);
  }

  public static @Nullable String textOrNull(DbRow row, String column) {
    return isNull(row, column) ? null : text(row, column);
  }

  public static long number(DbRow row, String column) {
    return row.column(column).get(Number.class).longValue();
  }

  public static int integer(DbRow row, String column) {
    return Math.toIntExact(number(row, column));
  }

  public static @Nullable Integer integerOrNull(DbRow row, String column) {
    return isNull(row, column) ? null : integer(row, column);
  }

  public static boolean bool(DbRow row, String column) {
    Object value = row.column(column).get(Object.class);
    return value instanceof Boolean flag ? flag : ((Number) value).intValue() != 0;
  }

  public static Instant time(DbRow row, String column) {
    return row.column(column).get(LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }

  public static @Nullable Instant timeOrNull(DbRow row, String column) {
    return isNull(row, column) ? null : time(row, column);
  }

  /** A binary column selected as {@code TO_BASE64(column)}: the client cannot read one as it is. */
  public static byte[] base64(DbRow row, String column) {
    return Base64.getMimeDecoder().decode(text(row, column));
  }

  /** A parameter for a time column. */
  public static LocalDateTime utc(Instant time) {
    return LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
  }

  private static boolean isNull(DbRow row, String column) {
    @Nullable Object value = row.column(column).get(Object.class);
    return value == null;
  }
}
