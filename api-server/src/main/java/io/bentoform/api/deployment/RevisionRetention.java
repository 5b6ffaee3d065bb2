package io.bentoform.api.deployment;

import io.bentoform.api.db.Database;

/** Removes old revisions of deployments. */
public final class RevisionRetention {
  private final Database database;

  public RevisionRetention(Database database) {
    this.database = database;
  }

  /**
   * Removes old revisions, except those that run or may run again.
   *
   * @param kept how many of each deployment stay
   */
  public void prune(int kept) {
    database.inTransactionDo(
        execute ->
            execute.delete(
                """
                DELETE r FROM deployment_revision r JOIN deployment d ON d.id = r.deployment_id
                WHERE r.revision <= d.revision - ? AND r.revision <> COALESCE(d.observed_revision, 0)
                  AND r.revision <> COALESCE(d.last_good_revision, 0)
                """,
                kept));
  }
}
