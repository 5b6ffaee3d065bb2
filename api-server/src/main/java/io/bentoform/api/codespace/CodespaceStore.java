package io.bentoform.api.codespace;

import io.bentoform.api.db.Columns;
import io.bentoform.api.deployment.Deployment;
import io.helidon.dbclient.DbExecute;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;

/** What codespaces have in the rows of deployments beyond others. */
final class CodespaceStore {
  private CodespaceStore() {}

  /**
   * Asks for a new start of a codespace with the files that it has now.
   *
   * @param pause how long to wait for more; a start that is asked for already does not come later
   */
  static void startAgain(DbExecute execute, Deployment codespace, Instant now, Duration pause) {
    LocalDateTime start = Columns.utc(now.plus(pause));
    execute.update(
        """
        UPDATE deployment SET files_revision = files_revision + 1,
                              due_at = IF(due_at > ?, LEAST(due_at, ?), ?), updated_at = ?
        WHERE id = ?
        """,
        Columns.utc(now),
        start,
        start,
        Columns.utc(now),
        codespace.id());
  }
}
