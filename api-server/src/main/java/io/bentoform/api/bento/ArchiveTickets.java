package io.bentoform.api.bento;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.crypto.Sealer;
import io.bentoform.api.db.Columns;
import io.bentoform.api.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tickets for archives: each opens one archive for a day, on every server of the same database.
 * Nothing is kept of them. A ticket is {@code ORGANIZATION_UID.SECONDS.CODE}: when it ends, in
 * seconds since 1970, and a code over all of that and the digest.
 */
public final class ArchiveTickets {
  /** A pod may begin again long after it was made. */
  public static final Duration LIFETIME = Duration.ofHours(24);

  private static final String PURPOSE = "bentoform archive ticket";
  private static final Pattern FORM =
      Pattern.compile("(?<organization>[0-9a-f]{24})\\.(?<end>\\d{1,12})\\.(?<code>[0-9a-f]{64})");

  private final Database database;
  private final LongFunction<Sealer> sealers;
  private final InstantSource clock;

  /**
   * Wires it.
   *
   * @param sealers by the id of an organization
   */
  public ArchiveTickets(Database database, LongFunction<Sealer> sealers, InstantSource clock) {
    this.database = database;
    this.sealers = sealers;
    this.clock = clock;
  }

  /**
   * A ticket for an archive.
   *
   * @param digest SHA-256 in lower-case hexadecimal
   */
  public Hidden of(long organizationId, String organizationUid, String digest) {
    String end = Long.toString(clock.instant().plus(LIFETIME).getEpochSecond());
    String code = sealers.apply(organizationId).sign(PURPOSE, text(organizationUid, end, digest));
    return Hidden.of(organizationUid + "." + end + "." + code);
  }

  private static String text(String organizationUid, String end, String digest) {
    return organizationUid + "." + end + "." + digest;
  }

  /** Whether a ticket opens an archive now. */
  boolean opens(String ticket, String digest) {
    Matcher parts = FORM.matcher(ticket);
    if (!parts.matches()) {
      return false;
    }
    String organization = parts.group("organization");
    String end = parts.group("end");
    return organizationId(organization)
            .map(
                id ->
                    sealers
                        .apply(id)
                        .isSigned(PURPOSE, text(organization, end, digest), parts.group("code")))
            .orElse(false)
        && clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(end)));
  }

  private Optional<Long> organizationId(String uid) {
    return database.readOne(
        execute ->
            execute
                .get("SELECT id FROM organization WHERE uid = ?", uid)
                .map(row -> Columns.number(row, "id")));
  }
}
