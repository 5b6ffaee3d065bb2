package io.bentoform.api.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/**
 * Times as clients send them: RFC 3339, or the command line's {@code YYYY-MM-DD HH:MM:SS.ffffff}.
 * The latter has no zone and is taken for UTC (contract 1.2).
 */
public final class Times {
  private static final DateTimeFormatter FORM =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffsetId()
          .toFormatter();
  private static final int LAST_YEAR = 9999;

  private Times() {}

  /** The message for a member that is not a time. */
  public static String mustBe(String member) {
    return member + " must be YYYY-MM-DD HH:MM:SS in UTC, or a time in RFC 3339.";
  }

  /** The time in a text, if the database can store it. */
  public static Optional<Instant> parse(String text) {
    try {
      TemporalAccessor parsed = FORM.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
      OffsetDateTime time =
          parsed instanceof OffsetDateTime zoned
              ? zoned
              : LocalDateTime.from(parsed).atOffset(ZoneOffset.UTC);
      int year = time.withOffsetSameInstant(ZoneOffset.UTC).getYear();
      return year < 1 || year > LAST_YEAR ? Optional.empty() : Optional.of(time.toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
