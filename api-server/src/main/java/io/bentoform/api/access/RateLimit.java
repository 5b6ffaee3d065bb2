package io.bentoform.api.access;

import static io.bentoform.api.db.Columns.text;

import io.bentoform.api.db.Database;
import io.helidon.dbclient.DbExecute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A token bucket for each caller, over all servers: a burst of calls, then a number of calls a
 * second. It slows down guessing. All times are by the database's clock.
 */
public final class RateLimit {
  /** After this time every bucket is full again. */
  private static final Duration KEPT = Duration.ofHours(1);

  private final Database database;
  private final String purpose;
  private final int burst;
  private final int perSecond;

  /**
   * A limit of its own.
   *
   * @param purpose keeps its callers apart from those of other limits
   */
  public RateLimit(Database database, String purpose, int burst, int perSecond) {
    this.database = database;
    this.purpose = purpose;
    this.burst = burst;
    this.perSecond = perSecond;
  }

  /**
   * Takes one call from the bucket of each of these callers.
   *
   * @return those whose bucket was empty
   */
  public Set<String> refused(Collection<String> callers) {
    // In one order, so that two of these never wait for each other.
    NavigableMap<String, String> byDigest = new TreeMap<>();
    callers.forEach(caller -> byDigest.put(DigestUtils.sha256Hex(purpose + " " + caller), caller));
    return byDigest.isEmpty()
        ? Set.of()
        : database.inTransaction(
            execute -> {
              take(execute, byDigest.keySet());
              return empty(execute, byDigest.keySet())
                  .map(byDigest::get)
                  .collect(Collectors.toSet());
            });
  }

  private void take(DbExecute execute, Set<String> digests) {
    List<Object> parameters = new ArrayList<>();
    for (String digest : digests) {
      parameters.addAll(List.of(digest, burst - 1));
    }
    for (int i = 0; i < 3; i++) {
      parameters.addAll(List.of(burst, perSecond));
    }
    String left = "LEAST(?, left_now + TIMESTAMPDIFF(MICROSECOND, at, NOW(6)) / 1e6 * ?)";
    execute
        .createInsert(
            """
            INSERT INTO rate_limit (caller, left_now, allowed, at) VALUES %s
            ON DUPLICATE KEY UPDATE
              allowed = %2$s >= 1, left_now = %2$s - IF(%2$s >= 1, 1, 0), at = NOW(6)
            """
                .formatted(
                    String.join(
                        ", ", Collections.nCopies(digests.size(), "(UNHEX(?), ?, TRUE, NOW(6))")),
                    left))
        .params(parameters)
        .execute();
  }

  private static Stream<String> empty(DbExecute execute, Set<String> digests) {
    return execute
        .createQuery(
            """
            SELECT LOWER(HEX(caller)) AS caller FROM rate_limit
            WHERE NOT allowed AND caller IN (%s)
            """
                .formatted(String.join(", ", Collections.nCopies(digests.size(), "UNHEX(?)"))))
        .params(List.copyOf(digests))
        .execute()
        .map(row -> text(row, "caller"));
  }

  /** Forgets callers that have not called for long. */
  public static void prune(Database database) {
    database.inTransactionDo(
        execute ->
            execute.delete(
                "DELETE FROM rate_limit WHERE at < NOW(6) - INTERVAL ? SECOND", KEPT.toSeconds()));
  }
}
