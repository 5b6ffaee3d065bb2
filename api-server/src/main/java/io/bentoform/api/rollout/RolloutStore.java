package io.bentoform.api.rollout;

import static io.bentoform.api.db.Columns.integer;
import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.text;

import io.bentoform.api.codespace.Projects;
import io.bentoform.api.db.Columns;
import io.bentoform.api.db.Database;
import io.bentoform.api.deployment.Conditions;
import io.bentoform.api.deployment.Desired;
import io.bentoform.api.deployment.Status;
import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.Specification;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The work of the reconciler, in the rows of the deployments. */
public final class RolloutStore implements WorkQueue {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final int MESSAGE = 2048;

  private final Database database;
  private final Specifications specifications;
  private final Projects projects;
  private final Clock clock;
  private final String owner;

  /**
   * Wires the queue.
   *
   * @param owner names this server in leases, the same after a restart
   */
  public RolloutStore(
      Database database,
      Specifications specifications,
      Projects projects,
      Clock clock,
      String owner) {
    this.projects = projects;
    this.database = database;
    this.specifications = specifications;
    this.clock = clock;
    this.owner = owner;
  }

  @Override
  public void recover() {
    database.inTransactionDo(
        execute -> {
          execute.update(
              "UPDATE deployment SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = ?",
              owner);
          execute.update(
              """
              UPDATE deployment SET due_at = ?
              WHERE due_at IS NULL AND desired = 'running' AND status <> 'scaled-to-zero'
              """,
              now());
        });
  }

  @Override
  public Optional<Work> claim() {
    return database.inTransaction(
        execute -> {
          List<DbRow> due =
              execute
                  .query(
                      """
                      SELECT id, uid, desired, revision, files_revision FROM deployment
                      WHERE due_at <= ? AND (lease_until IS NULL OR lease_until < ?)
                      ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
                      """,
                      now(),
                      now())
                  .toList();
          if (due.isEmpty()) {
            return Optional.empty();
          }
          DbRow row = due.getFirst();
          execute.update(
              "UPDATE deployment SET lease_owner = ?, lease_until = ? WHERE id = ?",
              owner,
              leaseEnd(),
              number(row, "id"));
          return Optional.of(work(row));
        });
  }

  private static Work work(DbRow row) {
    Work.Goal goal =
        switch (Desired.of(text(row, "desired"))) {
          case RUNNING -> Work.Goal.RUN;
          case TERMINATED -> Work.Goal.STOP;
          case DELETED -> Work.Goal.REMOVE;
        };
    return new Work(
        text(row, "uid"), goal, integer(row, "revision"), integer(row, "files_revision"));
  }

  @Override
  public boolean renew(Work work) {
    return database.inTransaction(
        execute -> {
          long renewed =
              execute.update(
                  "UPDATE deployment SET lease_until = ? WHERE uid = ? AND lease_owner = ?",
                  leaseEnd(),
                  work.uid(),
                  owner);
          return renewed == 1
              && execute
                  .get(
                      """
                      SELECT uid, desired, revision, files_revision FROM deployment WHERE uid = ?
                      """,
                      work.uid())
                  .map(row -> work(row).equals(work))
                  .orElse(false);
        });
  }

  @Override
  public Specification specification(Work work) throws RolloutException {
    return specifications.of(work.uid(), work.revision());
  }

  @Override
  public void building(Work work) {
    show(work, Status.IMAGE_BUILDING);
  }

  @Override
  public void deploying(Work work) {
    show(work, Status.DEPLOYING);
  }

  @Override
  public void listening(Work work, URI url) {
    database.inTransactionDo(
        execute ->
            execute.update(
                "UPDATE deployment SET url = ? WHERE uid = ? AND lease_owner = ?",
                url.toString(),
                work.uid(),
                owner));
  }

  private void show(Work work, Status status) {
    database.inTransactionDo(
        execute ->
            ifWanted(
                execute,
                work,
                id ->
                    execute.update(
                        "UPDATE deployment SET status = ? WHERE id = ?", status.wire(), id)));
  }

  @Override
  public void succeeded(Work work, URI url) {
    int replicas = specifications.replicas(work.uid(), work.revision());
    @Nullable Integer observed = replicas == 0 ? null : work.revision();
    Status status = replicas == 0 ? Status.SCALED_TO_ZERO : Status.RUNNING;
    database.inTransactionDo(
        execute -> {
          // True even when something else is wanted by now.
          execute.update(
              """
              UPDATE deployment SET url = ?, observed_revision = ?
              WHERE uid = ? AND lease_owner = ?
              """,
              url.toString(),
              observed,
              work.uid(),
              owner);
          ifWanted(execute, work, id -> settle(execute, id, status, observed, "", ""));
          release(execute, work);
        });
  }

  @Override
  public void failed(Work work, RolloutException failure, Observation observation) {
    boolean building = failure.phase() == RolloutException.Phase.BUILD;
    boolean serving = observation.ready() > 0;
    Status status =
        building ? Status.IMAGE_BUILD_FAILED : serving ? Status.UNHEALTHY : Status.FAILED;
    @Nullable Integer observed =
        observation.revision().isPresent() ? (Integer) observation.revision().getAsInt() : null;
    String reason = building ? "EnvironmentBuildFailed" : "ReplicaStartFailed";
    String message = String.valueOf(failure.getMessage());
    database.inTransactionDo(
        execute -> {
          ifWanted(execute, work, id -> settle(execute, id, status, observed, reason, message));
          release(execute, work);
        });
  }

  private static void settle(
      DbExecute execute,
      long id,
      Status status,
      @Nullable Integer observed,
      String reason,
      String message) {
    execute.update(
        """
        UPDATE deployment SET status = ?, observed_revision = ?, reason = ?, message = ?,
                              due_at = NULL
        WHERE id = ?
        """,
        status.wire(),
        observed,
        reason,
        brief(message),
        id);
  }

  @Override
  public void ended(Work work) {
    if (work.goal() == Work.Goal.REMOVE) {
      projects.remove(work.uid());
    }
    database.inTransactionDo(
        execute -> {
          ifWanted(execute, work, id -> end(execute, work, id));
          release(execute, work);
        });
  }

  private static void end(DbExecute execute, Work work, long id) {
    if (work.goal() == Work.Goal.REMOVE) {
      execute.delete("DELETE FROM deployment WHERE id = ?", id);
    } else {
      settle(execute, id, Status.TERMINATED, null, "", "");
    }
  }

  @Override
  public void release(Work work) {
    database.inTransactionDo(execute -> release(execute, work));
  }

  private void release(DbExecute execute, Work work) {
    execute.update(
        """
        UPDATE deployment SET lease_owner = NULL, lease_until = NULL
        WHERE uid = ? AND lease_owner = ?
        """,
        work.uid(),
        owner);
  }

  @Override
  public void postpone(Work work) {
    LocalDateTime later = Columns.utc(clock.instant().plus(RETRY));
    database.inTransactionDo(
        execute -> {
          ifWanted(
              execute,
              work,
              id -> execute.update("UPDATE deployment SET due_at = ? WHERE id = ?", later, id));
          release(execute, work);
        });
  }

  /** Does the write if this is still what is wanted, and still ours. */
  private void ifWanted(DbExecute execute, Work work, LongConsumer write) {
    execute
        .query(
            """
            SELECT id, uid, desired, revision, files_revision FROM deployment
            WHERE uid = ? AND lease_owner = ? FOR UPDATE
            """,
            work.uid(),
            owner)
        .toList()
        .stream()
        .filter(row -> work(row).equals(work))
        .forEach(row -> write.accept(number(row, "id")));
  }

  @Override
  public List<String> settled() {
    return database.read(
        execute ->
            execute
                .query(
                    """
                    SELECT uid FROM deployment
                    WHERE desired = 'running' AND due_at IS NULL AND reason IN ('', ?, ?)
                      AND status IN ('running', 'unhealthy', 'failed')
                    """,
                    ObservedStatus.REPLICAS_LOST,
                    Conditions.CODESPACE)
                .map(row -> text(row, "uid"))
                .toList());
  }

  @Override
  public void observed(String uid, Observation observation) {
    ObservedStatus found = ObservedStatus.of(observation);
    String message = brief(found.message());
    database.inTransactionDo(
        execute ->
            execute.update(
                """
                UPDATE deployment SET status = ?, reason = ?, message = ?
                WHERE uid = ? AND due_at IS NULL AND desired = 'running'
                  AND (status <> ? OR (status = 'running' AND message <> ?))
                """,
                found.status().wire(),
                found.reason(),
                message,
                uid,
                found.status().wire(),
                message));
  }

  @Override
  public Set<String> uids() {
    return new HashSet<>(
        database.read(
            execute ->
                execute.query("SELECT uid FROM deployment").map(row -> text(row, "uid")).toList()));
  }

  private static String brief(String message) {
    return message.substring(0, Math.min(MESSAGE, message.length()));
  }

  private LocalDateTime now() {
    return Columns.utc(clock.instant());
  }

  private LocalDateTime leaseEnd() {
    return Columns.utc(clock.instant().plus(LEASE));
  }
}
