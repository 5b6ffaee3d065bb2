package io.bentoform.api.rollout;

import static io.bentoform.api.db.Columns.bool;
import static io.bentoform.api.db.Columns.integer;
import static io.bentoform.api.db.Columns.integerOrNull;
import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.text;

import io.bentoform.api.db.Database;
import io.bentoform.api.deployment.Desired;
import io.bentoform.api.list.Selection;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The leases of work, in the rows of the deployments. All times are by the database's clock. A
 * lease is fenced: each claim makes a new token, and a write with an older one changes nothing.
 */
final class Leases {
  private static final int LEASE_SECONDS = 30;

  /** After the first failure; doubled after each further one, up to the longest. */
  private static final int FIRST_PAUSE_SECONDS = 2;

  private static final int LONGEST_PAUSE_SECONDS = 300;
  private static final int MAX_DOUBLINGS = 8;

  /** Deployments on a server without a heartbeat for this long can move to another one. */
  private static final int GONE_MINUTES = 5;

  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private static final String WORK =
      """
      SELECT id, uid, dev, desired, revision, files_revision, last_good_revision, reason, lease_token,
             (SELECT c.uid FROM cluster c WHERE c.id = cluster_id) AS cluster_uid
      FROM deployment
      """;

  private final Database database;
  private final String owner;
  private final Predicate<String> boundToMachine;
  private long nextHeartbeat = System.nanoTime();

  /**
   * The leases of one server.
   *
   * @param owner names the server, the same after a restart
   * @param boundToMachine whether the engine of the cluster with this uid is bound to a machine
   */
  Leases(Database database, String owner, Predicate<String> boundToMachine) {
    this.database = database;
    this.owner = owner;
    this.boundToMachine = boundToMachine;
  }

  void recover(Set<String> known) {
    heartbeat();
    database.inTransactionDo(
        execute -> {
          execute.update(
              "UPDATE deployment SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = ?",
              owner);
          place(execute, known);
          execute.update(
              """
              UPDATE deployment SET due_at = NOW(6)
              WHERE due_at IS NULL AND desired = 'running'
                AND (placed_on IS NULL OR placed_on = ?)
              """,
              owner);
        });
  }

  /** Deployments that this server's engine runs are placed here, even if the server id changed. */
  private void place(DbExecute execute, Set<String> known) {
    if (!known.isEmpty()) {
      List<Object> parameters = new ArrayList<>(List.of(owner));
      parameters.addAll(known);
      execute
          .createUpdate(
              "UPDATE deployment SET placed_on = ? WHERE uid IN ("
                  + Selection.marks(known.size())
                  + ")")
          .params(parameters)
          .execute();
    }
  }

  /** Records periodically that this server is alive. */
  void heartbeat() {
    if (System.nanoTime() - nextHeartbeat < 0) {
      return;
    }
    database.inTransactionDo(
        execute ->
            execute.insert(
                """
                INSERT INTO server (id, seen_at) VALUES (?, NOW(6))
                ON DUPLICATE KEY UPDATE seen_at = NOW(6)
                """,
                owner));
    nextHeartbeat = System.nanoTime() + HEARTBEAT.toNanos();
  }

  Optional<Work> claim(Set<Work.Goal> goals) {
    List<Object> parameters =
        new ArrayList<>(goals.stream().map(goal -> goal.desired().text()).toList());
    parameters.add(owner);
    parameters.add(GONE_MINUTES);
    return database.inTransaction(
        execute -> {
          Optional<DbRow> due =
              execute
                  .createQuery(
                      WORK
                          + """
                          WHERE due_at <= NOW(6) AND (lease_until IS NULL OR lease_until < NOW(6))
                            AND desired IN (%s)
                            AND (placed_on IS NULL OR placed_on = ? OR placed_on NOT IN (
                              SELECT id FROM server WHERE seen_at > NOW(6) - INTERVAL ? MINUTE))
                          ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
                          """
                              .formatted(Selection.marks(goals.size())))
                  .params(parameters)
                  .execute()
                  .toList()
                  .stream()
                  .findFirst();
          due.ifPresent(row -> lease(execute, row));
          return due.map(row -> work(row, number(row, "lease_token") + 1));
        });
  }

  private void lease(DbExecute execute, DbRow row) {
    execute.update(
        """
        UPDATE deployment SET lease_owner = ?, lease_token = lease_token + 1, placed_on = ?,
                              lease_until = NOW(6) + INTERVAL ? SECOND
        WHERE id = ?
        """,
        owner,
        boundToMachine.test(text(row, "cluster_uid")) ? owner : null,
        LEASE_SECONDS,
        number(row, "id"));
  }

  private static Work work(DbRow row, long leaseToken) {
    int revision = integer(row, "revision");
    @Nullable Integer lastGood = integerOrNull(row, "last_good_revision");
    boolean failed = ObservedStatus.isFailedRollout(text(row, "reason")) && !bool(row, "dev");
    return new Work(
        text(row, "uid"),
        text(row, "cluster_uid"),
        goal(row),
        revision,
        failed && lastGood != null ? lastGood : revision,
        integer(row, "files_revision"),
        leaseToken);
  }

  private static Work.Goal goal(DbRow row) {
    return Work.Goal.of(Desired.of(text(row, "desired")));
  }

  boolean renew(Work work) {
    return database.inTransaction(
        execute -> {
          long renewed =
              execute.update(
                  """
                  UPDATE deployment SET lease_until = NOW(6) + INTERVAL ? SECOND
                  WHERE uid = ? AND lease_owner = ? AND lease_token = ?
                  """,
                  LEASE_SECONDS,
                  work.uid(),
                  owner,
                  work.leaseToken());
          return renewed == 1
              && execute
                  .get(WORK + "WHERE uid = ?", work.uid())
                  .map(row -> isWanted(row, work))
                  .orElse(false);
        });
  }

  private static boolean isWanted(DbRow row, Work work) {
    return goal(row) == work.goal()
        && integer(row, "revision") == work.revision()
        && integer(row, "files_revision") == work.filesRevision();
  }

  /** Writes if the lease is still held, whatever the desired state is. */
  void ifHeld(DbExecute execute, Work work, LongConsumer write) {
    row(execute, work).ifPresent(row -> write.accept(number(row, "id")));
  }

  /** Writes if the lease is still held and the desired state is unchanged. */
  void ifWanted(DbExecute execute, Work work, LongConsumer write) {
    row(execute, work)
        .filter(row -> isWanted(row, work))
        .ifPresent(row -> write.accept(number(row, "id")));
  }

  private Optional<DbRow> row(DbExecute execute, Work work) {
    return execute
        .query(
            WORK + "WHERE uid = ? AND lease_owner = ? AND lease_token = ? FOR UPDATE",
            work.uid(),
            owner,
            work.leaseToken())
        .toList()
        .stream()
        .findFirst();
  }

  void release(DbExecute execute, Work work) {
    execute.update(
        """
        UPDATE deployment SET lease_owner = NULL, lease_until = NULL
        WHERE uid = ? AND lease_owner = ? AND lease_token = ?
        """,
        work.uid(),
        owner,
        work.leaseToken());
  }

  void postpone(DbExecute execute, Work work) {
    ifWanted(
        execute,
        work,
        id ->
            execute.update(
                """
                UPDATE deployment SET attempts = attempts + 1, due_at = NOW(6)
                  + INTERVAL LEAST(?, ? << LEAST(attempts - 1, ?)) SECOND
                WHERE id = ?
                """,
                LONGEST_PAUSE_SECONDS,
                FIRST_PAUSE_SECONDS,
                MAX_DOUBLINGS,
                id));
    release(execute, work);
  }
}
