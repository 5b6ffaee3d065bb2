package io.bentoform.api.audit;

import io.bentoform.api.db.Columns;
import io.bentoform.api.http.Json;
import io.helidon.dbclient.DbExecute;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/** Writes the record of a change into the transaction of that change: no audit, no change. */
public final class Audit {
  private final Clock clock;

  public Audit(Clock clock) {
    this.clock = clock;
  }

  /**
   * What was done to which object.
   *
   * @param action for example {@code secret.update}
   * @param detail names and numbers only, never a value
   */
  public record Event(
      String action, String objectType, String cluster, String name, Map<String, ?> detail) {}

  public void record(DbExecute transaction, Actor actor, Event event) {
    transaction.insert(
        """
        INSERT INTO audit_event (at, organization_id, user_name, token_uid, request_id, action,
                                 object_type, object_cluster, object_name, detail)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        Columns.utc(clock.instant()),
        actor.organizationId(),
        actor.userName(),
        actor.tokenUid(),
        actor.requestId(),
        event.action(),
        event.objectType(),
        event.cluster(),
        event.name(),
        Json.write(event.detail()));
  }

  /** Removes the records from before a time. */
  public static void prune(DbExecute execute, Instant before) {
    execute.delete("DELETE FROM audit_event WHERE at < ?", Columns.utc(before));
  }
}
