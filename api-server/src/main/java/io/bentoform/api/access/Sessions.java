package io.bentoform.api.access;

import io.bentoform.api.audit.Audit;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.db.Database;
import io.helidon.dbclient.DbExecute;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The sessions of browsers (design 3.4). A session stands for the API token that opened it: it can
 * do what that token can do now, and ends with it, when it was not used for {@link #IDLE}, or
 * {@link #LIFE} after it was opened.
 */
public final class Sessions {
  public static final Duration IDLE = Duration.ofHours(2);
  public static final Duration LIFE = Duration.ofHours(24);

  private final Database database;
  private final SessionStore store;
  private final Audit audit;
  private final Clock clock;

  public Sessions(Database database, SessionStore store, Audit audit, Clock clock) {
    this.database = database;
    this.store = store;
    this.audit = audit;
    this.clock = clock;
  }

  /** Opens a session and returns its value, which is not stored. */
  public Hidden open(Principal principal) {
    Hidden value = Token.next();
    database.inTransactionDo(
        execute -> {
          store.insert(execute, principal, value, clock.instant());
          record(execute, principal, "session.create");
        });
    return value;
  }

  /** The API token of a session, as its hash; empty when the session is unknown or has ended. */
  Optional<String> token(Hidden session) {
    Instant now = clock.instant();
    Optional<SessionStore.Row> row =
        Optional.of(session)
            .filter(Token::isWellFormed)
            .flatMap(store::find)
            .filter(found -> now.isBefore(found.createdAt().plus(LIFE)))
            .filter(found -> now.isBefore(found.lastUsedAt().plus(IDLE)));
    row.ifPresent(found -> store.markUsed(found, now));
    return row.map(SessionStore.Row::token);
  }

  /** Ends one session. */
  public void end(Principal principal, Hidden session) {
    change(principal, "session.delete", execute -> store.delete(execute, session));
  }

  /** Ends all sessions of the user. */
  public void endAll(Principal principal) {
    change(principal, "session.delete_all", execute -> store.deleteAll(execute, principal.user()));
  }

  private void change(Principal principal, String action, Consumer<DbExecute> change) {
    store.changing(
        execute -> {
          change.accept(execute);
          record(execute, principal, action);
        });
  }

  private void record(DbExecute execute, Principal principal, String action) {
    audit.record(
        execute,
        principal,
        new Audit.Event(action, "session", "", principal.user().name(), Map.of()));
  }

  /** Removes those that have ended. */
  public void prune() {
    Instant now = clock.instant();
    database.inTransactionDo(
        execute -> SessionStore.prune(execute, now.minus(LIFE), now.minus(IDLE)));
  }
}
