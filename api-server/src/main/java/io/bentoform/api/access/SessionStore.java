package io.bentoform.api.access;

import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.time;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.db.Columns;
import io.bentoform.api.db.Database;
import io.bentoform.api.db.ReadCache;
import io.helidon.dbclient.DbExecute;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Sessions in the database, which stores only the SHA-256 of their values. */
public final class SessionStore {
  private static final Logger LOG = Logger.getLogger(SessionStore.class.getName());

  /** The precision of the last use. */
  private static final Duration USE_GRAIN = Duration.ofMinutes(1);

  private final Database database;
  private final ReadCache<String, Row> rows = new ReadCache<>();

  /**
   * A session.
   *
   * @param token the SHA-256 of the API token that opened it, in hexadecimal
   */
  record Row(long id, String token, Instant createdAt, Instant lastUsedAt) {}

  public SessionStore(Database database) {
    this.database = database;
  }

  /** The session of a value, cached for a few seconds. */
  Optional<Row> find(Hidden session) {
    byte[] hash = Token.hash(session);
    return rows.get(HexFormat.of().formatHex(hash), key -> read(hash));
  }

  private Optional<Row> read(byte[] hash) {
    return database.readOne(
        execute ->
            execute
                .get(
                    """
                    SELECT s.id, HEX(t.token_hash) AS token, s.created_at, s.last_used_at
                    FROM session s JOIN api_token t ON t.id = s.token_id
                    WHERE s.session_hash = ?
                    """,
                    hash)
                .map(
                    row ->
                        new Row(
                            number(row, "id"),
                            Columns.text(row, "token"),
                            time(row, "created_at"),
                            time(row, "last_used_at"))));
  }

  void insert(DbExecute execute, Principal principal, Hidden session, Instant now) {
    execute.insert(
        """
        INSERT INTO session (token_id, session_hash, created_at, last_used_at)
        SELECT id, ?, ?, ? FROM api_token WHERE uid = ?
        """,
        Token.hash(session),
        Columns.utc(now),
        Columns.utc(now),
        principal.tokenUid());
  }

  /** Records a use, at most once a minute; a failure does not fail the request. */
  void markUsed(Row session, Instant now) {
    if (now.isBefore(session.lastUsedAt().plus(USE_GRAIN))) {
      return;
    }
    try {
      database.inTransactionDo(
          execute ->
              execute.update(
                  "UPDATE session SET last_used_at = ? WHERE id = ?",
                  Columns.utc(now),
                  session.id()));
      rows.clear();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "The last use of a session could not be recorded", e);
    }
  }

  void delete(DbExecute execute, Hidden session) {
    execute.delete("DELETE FROM session WHERE session_hash = ?", Token.hash(session));
  }

  void deleteAll(DbExecute execute, User user) {
    execute.delete(
        """
        DELETE s FROM session s JOIN api_token t ON t.id = s.token_id WHERE t.user_id = ?
        """,
        user.id());
  }

  /** Ends sessions; the next request sees the change. */
  void changing(Consumer<DbExecute> work) {
    rows.clearedAfter(
        () ->
            database.inTransaction(
                execute -> {
                  work.accept(execute);
                  return true;
                }));
  }

  /** Removes sessions that have ended. */
  static void prune(DbExecute execute, Instant createdBefore, Instant usedBefore) {
    execute.delete(
        "DELETE FROM session WHERE created_at < ? OR last_used_at < ?",
        Columns.utc(createdBefore),
        Columns.utc(usedBefore));
  }
}
