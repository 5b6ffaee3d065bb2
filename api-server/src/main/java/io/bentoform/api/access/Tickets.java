package io.bentoform.api.access;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.crypto.Sealer;
import io.bentoform.api.db.Columns;
import io.bentoform.api.db.Database;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tickets for pods, which have no API token: each opens one thing, on every server of the same
 * database. Nothing is kept of them. A ticket is {@code ORGANIZATION_UID.END.CODE}: when it ends,
 * in seconds since 1970 or {@code never}, and a code over all of that and what it opens.
 */
public final class Tickets {
  private static final String SCHEME = "Bearer ";
  private static final String NEVER = "never";
  private static final Pattern FORM =
      Pattern.compile(
          "(?<organization>[0-9a-f]{24})\\.(?<end>\\d{1,12}|never)\\.(?<code>[0-9a-f]{64})");

  private final Database database;
  private final LongFunction<Sealer> sealers;
  private final InstantSource clock;

  /**
   * What tickets are for; one for something else opens nothing.
   *
   * @param text keeps their codes apart
   * @param lifetime empty for tickets without an end
   */
  public record Purpose(String text, Optional<Duration> lifetime) {}

  /**
   * Wires it.
   *
   * @param sealers by the id of an organization
   */
  public Tickets(Database database, LongFunction<Sealer> sealers, InstantSource clock) {
    this.database = database;
    this.sealers = sealers;
    this.clock = clock;
  }

  /** A ticket that opens something of an organization. */
  public Hidden of(
      Purpose purpose, long organizationId, String organizationUid, String whatItOpens) {
    String end =
        purpose
            .lifetime()
            .map(lifetime -> Long.toString(clock.instant().plus(lifetime).getEpochSecond()))
            .orElse(NEVER);
    String code =
        sealers
            .apply(organizationId)
            .sign(purpose.text(), signed(organizationUid, end, whatItOpens));
    return Hidden.of(organizationUid + "." + end + "." + code);
  }

  private static String signed(String organizationUid, String end, String whatItOpens) {
    return organizationUid + "." + end + "." + whatItOpens;
  }

  /** Whether a request has the ticket, as {@code Authorization: Bearer}, that opens this now. */
  public boolean open(Purpose purpose, ServerRequest request, String whatItOpens) {
    return request
        .headers()
        .first(HeaderNames.AUTHORIZATION)
        .filter(header -> header.startsWith(SCHEME))
        .map(header -> FORM.matcher(header.substring(SCHEME.length())))
        .filter(Matcher::matches)
        .filter(parts -> isSigned(purpose, parts, whatItOpens))
        .map(parts -> parts.group("end"))
        .map(end -> end.equals(NEVER) || clock.instant().isBefore(seconds(end)))
        .orElse(false);
  }

  private static Instant seconds(String end) {
    return Instant.ofEpochSecond(Long.parseLong(end));
  }

  private boolean isSigned(Purpose purpose, Matcher parts, String whatItOpens) {
    String organization = parts.group("organization");
    String text = signed(organization, parts.group("end"), whatItOpens);
    return organizationId(organization)
        .map(id -> sealers.apply(id).isSigned(purpose.text(), text, parts.group("code")))
        .orElse(false);
  }

  private Optional<Long> organizationId(String uid) {
    return database.readOne(
        execute ->
            execute
                .get("SELECT id FROM organization WHERE uid = ?", uid)
                .map(row -> Columns.number(row, "id")));
  }
}
