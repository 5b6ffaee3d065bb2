package io.bentoform.api.deployment;

import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.text;
import static io.bentoform.api.db.Columns.time;

import io.bentoform.api.db.Columns;
import io.bentoform.api.engine.Event;
import io.bentoform.api.list.Selection;
import io.bentoform.api.wire.DeploymentResponse;
import io.helidon.dbclient.DbExecute;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The events of deployments. Every method works inside the caller's transaction. */
public final class EventStore {
  private static final int MESSAGE = 2048;

  /**
   * Adds an event; of a deployment that is gone, none.
   *
   * <p>In two statements: one that takes the id from the deployment while it inserts holds the lock
   * of the counter of ids meanwhile, and a transaction that has locked the deployment and adds an
   * event too would wait for it in a circle.
   */
  public void add(DbExecute execute, String deploymentUid, Event event, Instant at) {
    String message = event.message();
    execute
        .get("SELECT id FROM deployment WHERE uid = ? LOCK IN SHARE MODE", deploymentUid)
        .ifPresent(
            deployment ->
                execute.insert(
                    """
                    INSERT INTO deployment_event (deployment_id, type, reason, message, created_at)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                    number(deployment, "id"),
                    event.type().word(),
                    event.reason(),
                    message.substring(0, Math.min(MESSAGE, message.length())),
                    Columns.utc(at)));
  }

  long count(DbExecute execute, Deployment deployment) {
    return execute
        .get("SELECT COUNT(*) AS n FROM deployment_event WHERE deployment_id = ?", deployment.id())
        .map(row -> number(row, "n"))
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

  /**
   * How long the last successful rollouts of these deployments took, from the first event of the
   * build; of one whose events are gone, nothing.
   */
  Map<Long, Duration> lastStarts(DbExecute execute, List<Long> deployments) {
    if (deployments.isEmpty()) {
      return Map.of();
    }
    return execute
        .createQuery(
            """
            SELECT done.deployment_id, MIN(begun.created_at) AS begun_at, done.created_at AS done_at
            FROM (SELECT deployment_id, MAX(id) AS id FROM deployment_event
                  WHERE deployment_id IN (%s) AND reason = 'RolledOut'
                  GROUP BY deployment_id) last
            JOIN deployment_event done ON done.id = last.id
            JOIN deployment_event begun
              ON begun.deployment_id = done.deployment_id AND begun.id < done.id
             AND begun.reason = 'Building'
             AND begun.id > COALESCE(
                   (SELECT MAX(ended.id) FROM deployment_event ended
                    WHERE ended.deployment_id = done.deployment_id AND ended.id < done.id
                      AND ended.reason IN ('RolledOut', 'RolledBack', 'RolloutFailed')), 0)
            GROUP BY done.id
            """
                .formatted(Selection.marks(deployments.size())))
        .params(deployments)
        .execute()
        .collect(
            Collectors.toMap(
                row -> number(row, "deployment_id"),
                row -> Duration.between(time(row, "begun_at"), time(row, "done_at"))));
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
