package io.bentoform.api.secret;

import static io.bentoform.api.db.Columns.integer;
import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.text;
import static io.bentoform.api.db.Columns.textOrNull;
import static io.bentoform.api.db.Columns.time;

import io.bentoform.api.access.AccessStore;
import io.bentoform.api.cluster.Cluster;
import io.helidon.dbclient.DbRow;
import java.util.List;

/** How secrets are selected, and made of the rows. */
final class SecretRows {
  /**
   * How many deployments use the secret {@code s}. From its name on, which few have: a cluster has
   * many deployments.
   */
  static final String USED_BY =
      """
      (SELECT STRAIGHT_JOIN COUNT(*) FROM deployment_secret ds JOIN deployment d
         ON d.id = ds.deployment_id AND d.revision = ds.revision
       WHERE ds.secret_name = s.name AND d.cluster_id = s.cluster_id) AS used_by
      """;

  // From the secrets on: statistics that lag behind would have it begin with their one creator.
  static final String COLUMNS =
      """
      SELECT STRAIGHT_JOIN s.id, s.uid, s.cluster_id, s.name, s.description, s.created_at,
             s.updated_at, r.revision, r.type, r.path, r.stage, r.created_at AS revised_at,
             u.id AS user_id, u.name AS user_name, u.email, u.first_name, u.last_name,
             a.id AS author_id, a.name AS author_name, a.email AS author_email,
             a.first_name AS author_first_name, a.last_name AS author_last_name,
      """
          + USED_BY;

  static final String TABLES =
      """
      FROM secret s
      JOIN user_account u ON u.id = s.creator_id
      JOIN secret_revision r ON r.secret_id = s.id
      JOIN user_account a ON a.id = r.creator_id
      """;

  private SecretRows() {}

  static Secret.Key key(DbRow row) {
    return new Secret.Key(
        text(row, "item_key"), textOrNull(row, "sub_path"), integer(row, "value_revision"));
  }

  static Secret secret(DbRow row, Cluster cluster, List<Secret.Key> keys) {
    return new Secret(
        number(row, "id"),
        text(row, "uid"),
        cluster,
        text(row, "name"),
        text(row, "description"),
        AccessStore.user(row),
        time(row, "created_at"),
        time(row, "updated_at"),
        integer(row, "revision"),
        new Secret.Change(AccessStore.author(row), time(row, "revised_at")),
        new SecretLayout(
            SecretType.of(text(row, "type")).orElseThrow(),
            textOrNull(row, "path"),
            Stage.of(text(row, "stage")).orElseThrow(),
            List.copyOf(keys)),
        integer(row, "used_by"));
  }
}
