package io.bentoform.api.codespace;

import io.bentoform.api.db.Columns;
import io.bentoform.api.deployment.Deployment;
import io.helidon.dbclient.DbExecute;
import java.time.Duration;
import java.time.Instant;

/** What codespaces have in the rows of deployments beyond others. */
final class CodespaceStore {
  private CodespaceStore() {}

  /**
   * Asks for a new start of a codespace with the files that it has now.
   *
   * @param pause how long to wait for more; a start that is asked for already does not come later
   */
  static void startAgain(DbExecute execute, Deployment codespace, Instant now, Duration pause) {
    long seconds = pause.toSeconds();
    execute.update(
        """
        UPDATE deployment SET files_revision = files_revision + 1, attempts = 0, updated_at = ?,
          due_at = IF(due_at > NOW(6), LEAST(due_at, NOW(6) + INTERVAL ? SECOND),
                      NOW(6) + INTERVAL ? SECOND)
        WHERE id = ?
        """,
        Columns.utc(now),
        seconds,
        seconds,
        codespace.id());
  }
}
