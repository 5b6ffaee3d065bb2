package io.bentoform.api.deployment;

import io.bentoform.api.db.Columns;
import io.helidon.dbclient.DbExecute;
import java.time.Instant;

/** What codespaces have in the database beyond other deployments. */
final class CodespaceStore {

  /** Asks for a new start with the files that are there now; one on its way gives way to it. */
  void restart(DbExecute execute, Deployment codespace, Instant now) {
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
