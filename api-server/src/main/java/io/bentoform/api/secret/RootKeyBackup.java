package io.bentoform.api.secret;

import static io.bentoform.api.db.Columns.text;
import static io.bentoform.api.db.Columns.time;

import io.bentoform.api.access.Principal;
import io.bentoform.api.audit.Audit;
import io.bentoform.api.crypto.KeyWrapper;
import io.bentoform.api.db.Columns;
import io.bentoform.api.db.Database;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.wire.RootKeyResponse;
import io.helidon.dbclient.DbExecute;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a copy of the root key is kept apart. The server cannot know it: an administrator says
 * so, for the one root key that there is then.
 */
public final class RootKeyBackup {
  private final Database database;
  private final Audit audit;
  private final Clock clock;
  private final String fingerprint;
  private final String location;

  /**
   * @param location where the root key is, in words for administrators
   */
  public RootKeyBackup(
      Database database, Audit audit, Clock clock, KeyWrapper rootKey, String location) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.fingerprint = rootKey.fingerprint();
    this.location = location;
  }

  RootKeyResponse get() {
    return database.read(this::show);
  }

  /**
   * Records that a copy is kept; again for the same key, nothing.
   *
   * @param confirmed the fingerprint of the key that was copied
   * @throws ProblemException 409 when this is not the root key
   */
  RootKeyResponse confirm(Principal principal, String confirmed) {
    if (!confirmed.equals(fingerprint)) {
      throw ProblemException.conflict(
          "another_key",
          "The server has another root key than the one that was confirmed. Look again, and keep a"
              + " copy of the new one.");
    }
    return database.inTransaction(
        execute -> {
          long added =
              execute.insert(
                  """
                  INSERT IGNORE INTO root_key_backup (fingerprint, confirmed_at, confirmed_by)
                  VALUES (?, ?, ?)
                  """,
                  fingerprint,
                  Columns.utc(clock.instant()),
                  principal.userName());
          if (added > 0) {
            audit.record(
                execute,
                principal,
                new Audit.Event("root_key.confirm_backup", "root_key", "", fingerprint, Map.of()));
          }
          return show(execute);
        });
  }

  private RootKeyResponse show(DbExecute execute) {
    Optional<RootKeyResponse.Backup> backup =
        execute
            .get(
                "SELECT confirmed_at, confirmed_by FROM root_key_backup WHERE fingerprint = ?",
                fingerprint)
            .map(
                row ->
                    new RootKeyResponse.Backup(
                        time(row, "confirmed_at"), text(row, "confirmed_by")));
    return new RootKeyResponse(fingerprint, location, backup.orElse(null));
  }
}
