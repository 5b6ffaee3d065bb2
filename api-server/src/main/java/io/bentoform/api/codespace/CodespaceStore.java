package io.bentoform.api.codespace;

import io.bentoform.api.db.Columns;
import io.bentoform.api.deployment.Deployment;
import io.helidon.dbclient.DbExecute;
import java.time.Duration;
import java.time.Instant;

/** The columns of deployments that only codespaces use. */
final class CodespaceStore {
  private CodespaceStore() {}

  /**
   * Requests a restart of a codespace with its current files.
   *
   * @param pause how long to wait for more changes; an earlier request is not delayed
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
