package io.bentoform.api.deployment;

import io.bentoform.api.db.Columns;
import io.helidon.dbclient.DbExecute;
import java.time.Instant;

/** What codespaces have in the rows of deployments beyond others. */
final class CodespaceStore {
  private CodespaceStore() {}

  /** Asks for a new start of a codespace with the files that it has now. */
  static void startAgain(DbExecute execute, Deployment codespace, Instant now) {
    execute.update(
        """
        UPDATE deployment SET files_revision = files_revision + 1, due_at = ?, updated_at = ?
        WHERE id = ?
        """,
        Columns.utc(now),
        Columns.utc(now),
        codespace.id());
  }
}
