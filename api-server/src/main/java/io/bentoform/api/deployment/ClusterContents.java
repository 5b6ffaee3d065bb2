package io.bentoform.api.deployment;

import static io.bentoform.api.db.Columns.text;

import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.cluster.ClusterUse;
import io.bentoform.api.list.Selection;
import io.helidon.dbclient.DbExecute;
import java.util.List;

/** The secrets and deployments in a cluster. */
public final class ClusterContents implements ClusterUse {
  @Override
  public long secrets(DbExecute execute, Cluster cluster) {
    return new Selection("secret s").where("s.cluster_id = ?", cluster.id()).count(execute);
  }

  @Override
  public long deployments(DbExecute execute, Cluster cluster) {
    return new Selection("deployment d").where("d.cluster_id = ?", cluster.id()).count(execute);
  }

  /** Work that was begun before is fenced by another lease token. */
  @Override
  public void rollOutAgain(DbExecute execute, Cluster cluster) {
    execute.update(
        """
        UPDATE deployment SET due_at = NOW(6), attempts = 0, lease_owner = NULL,
                              lease_until = NULL, lease_token = lease_token + 1
        WHERE cluster_id = ? AND (desired = 'running' OR due_at IS NOT NULL)
        """,
        cluster.id());
  }

  @Override
  public List<String> deploymentsOn(DbExecute execute, Cluster cluster, String instanceType) {
    return execute
        .query(
            """
            SELECT d.name FROM deployment d
            JOIN deployment_revision r ON r.deployment_id = d.id AND r.revision = d.revision
            WHERE d.cluster_id = ?
              AND JSON_CONTAINS(JSON_EXTRACT(r.config, '$.services.*.instance_type'), JSON_QUOTE(?))
            ORDER BY d.name
            """,
            cluster.id(),
            instanceType)
        .map(row -> text(row, "name"))
        .toList();
  }
}
