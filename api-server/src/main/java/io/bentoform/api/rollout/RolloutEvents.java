package io.bentoform.api.rollout;

import static io.bentoform.api.db.Columns.integer;
import static io.bentoform.api.db.Columns.text;

import io.bentoform.api.deployment.EventStore;
import io.bentoform.api.engine.Event;
import io.bentoform.api.engine.RolloutException;
import io.helidon.dbclient.DbExecute;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/** The events of whole rollouts, in the transaction of what they tell. */
final class RolloutEvents {
  private final EventStore store = new EventStore();
  private final Clock clock;

  RolloutEvents(Clock clock) {
    this.clock = clock;
  }

  void succeeded(DbExecute execute, Work work) {
    add(
        execute,
        work,
        work.isRestoration()
            ? Event.warning("RolledBack", "Revision %d runs again".formatted(work.target()))
            : Event.normal("RolledOut", "Revision %d is rolled out".formatted(work.target())));
  }

  /**
   * A failed rollout, with the secrets that go back with it.
   *
   * @param observed the revision that goes on; -1 when nothing runs
   */
  void failed(DbExecute execute, long deployment, Work work, int observed, RolloutException e) {
    String goesOn =
        observed < 0 || observed == work.target()
            ? ""
            : "; revision %d goes on%s"
                .formatted(observed, rolledBack(execute, deployment, work.target(), observed));
    add(
        execute,
        work,
        Event.warning(
            "RolloutFailed",
            "Revision %d was not rolled out%s: %s"
                .formatted(work.target(), goesOn, e.getMessage())));
  }

  private static String rolledBack(DbExecute execute, long deployment, int failed, int goesOn) {
    List<String> secrets =
        execute
            .query(
                """
                SELECT n.secret_name, n.secret_revision AS new_revision,
                       o.secret_revision AS old_revision
                FROM deployment_secret n JOIN deployment_secret o
                  ON o.deployment_id = n.deployment_id AND o.secret_uid = n.secret_uid
                WHERE n.deployment_id = ? AND n.revision = ? AND o.revision = ?
                  AND n.secret_revision <> o.secret_revision
                ORDER BY n.position
                """,
                deployment,
                failed,
                goesOn)
            .map(
                row ->
                    "secret %s revision %d was rolled back to %d"
                        .formatted(
                            text(row, "secret_name"),
                            integer(row, "new_revision"),
                            integer(row, "old_revision")))
            .toList();
    return secrets.stream().map(", "::concat).collect(Collectors.joining());
  }

  private void add(DbExecute execute, Work work, Event event) {
    store.add(execute, work.uid(), event, clock.instant());
  }
}
