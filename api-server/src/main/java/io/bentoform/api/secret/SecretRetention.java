package io.bentoform.api.secret;

import io.bentoform.api.db.Database;

/** Removes old revisions of secrets. */
public final class SecretRetention {
  private final Database database;

  public SecretRetention(Database database) {
    this.database = database;
  }

  /**
   * Removes old revisions that no deployment uses. A value stays as long as a remaining revision
   * refers to it.
   *
   * @param kept how many of each secret stay
   */
  public void prune(int kept) {
    database.inTransactionDo(
        execute -> {
          execute.delete(
              """
              DELETE r FROM secret_revision r JOIN secret s ON s.id = r.secret_id
              WHERE r.revision <= s.revision - ?
                AND NOT EXISTS (SELECT 1 FROM deployment_secret d
                                WHERE d.secret_uid = s.uid AND d.secret_revision = r.revision)
              """,
              kept);
          execute.delete(
              """
              DELETE v FROM secret_value v
              LEFT JOIN secret_item i ON i.secret_id = v.secret_id AND i.item_key = v.item_key
                                     AND i.value_revision = v.revision
              WHERE i.secret_id IS NULL
              """);
        });
  }
}
