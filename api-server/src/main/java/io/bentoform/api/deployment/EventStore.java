package io.bentoform.api.deployment;

import static io.bentoform.api.db.Columns.text;
import static io.bentoform.api.db.Columns.time;

import io.bentoform.api.db.Columns;
import io.bentoform.api.engine.Event;
import io.bentoform.api.wire.DeploymentResponse;
import io.helidon.dbclient.DbExecute;
import java.time.Instant;
import java.util.List;

/** The events of deployments. Every method works inside the caller's transaction. */
public final class EventStore {
  private static final int MESSAGE = 2048;

  /** Adds an event; of a deployment that is gone, none. */
  public void add(DbExecute execute, String deploymentUid, Event event, Instant at) {
    String message = event.message();
    execute.insert(
        """
        INSERT INTO deployment_event (deployment_id, type, reason, message, created_at)
        SELECT id, ?, ?, ?, ? FROM deployment WHERE uid = ?
        """,
        event.type().word(),
        event.reason(),
        message.substring(0, Math.min(MESSAGE, message.length())),
        Columns.utc(at),
        deploymentUid);
  }

  long count(DbExecute execute, Deployment deployment) {
    return execute
        .get("SELECT COUNT(*) AS n FROM deployment_event WHERE deployment_id = ?", deployment.id())
        .map(row -> Columns.number(row, "n"))
        .orElse(0L);
  }

  /** The newest first. */
  List<DeploymentResponse.Event> list(
      DbExecute execute, Deployment deployment, int start, int count) {
    return execute
        .query(
            """
            SELECT type, reason, message, created_at FROM deployment_event
            WHERE deployment_id = ? ORDER BY id DESC LIMIT ? OFFSET ?
            """,
            deployment.id(),
            count,
            start)
        .map(
            row ->
                new DeploymentResponse.Event(
                    time(row, "created_at"),
                    text(row, "type"),
                    text(row, "reason"),
                    text(row, "message")))
        .toList();
  }

  /** Removes all but the newest events of each deployment. */
  void prune(DbExecute execute, int kept) {
    execute.delete(
        """
        DELETE e FROM deployment_event e JOIN (
          SELECT id, ROW_NUMBER() OVER (PARTITION BY deployment_id ORDER BY id DESC) AS place
          FROM deployment_event) ranked ON ranked.id = e.id
        WHERE ranked.place > ?
        """,
        kept);
  }
}
