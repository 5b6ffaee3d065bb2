package io.bentoform.api.rollout;

import static io.bentoform.api.db.Columns.bool;
import static io.bentoform.api.db.Columns.integerOrNull;
import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.text;
import static io.bentoform.api.db.Columns.timeOrNull;

import io.bentoform.api.codespace.Projects;
import io.bentoform.api.db.Database;
import io.bentoform.api.deployment.Status;
import io.bentoform.api.engine.Engines;
import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.Specification;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.net.URI;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The work of the reconciler and its reports, in the rows of the deployments. */
public final class RolloutStore implements WorkQueue {
  private static final int MESSAGE = 2048;

  private final Database database;
  private final Specifications specifications;
  private final Projects projects;
  private final Predicate<String> boundToMachine;
  private final Leases leases;
  private final RolloutEvents events;
  private final String owner;

  /**
   * Wires the queue.
   *
   * @param owner names this server in leases, the same after a restart
   * @param engines say which deployments are placed on this server
   */
  public RolloutStore(
      Database database,
      Specifications specifications,
      Projects projects,
      Clock clock,
      String owner,
      Engines engines) {
    this.database = database;
    this.specifications = specifications;
    this.projects = projects;
    this.boundToMachine = cluster -> engines.of(cluster).isBoundToMachine();
    this.leases = new Leases(database, owner, boundToMachine);
    this.events = new RolloutEvents(clock);
    this.owner = owner;
  }

  @Override
  public void recover(Set<String> known) {
    leases.recover(known);
  }

  @Override
  public void heartbeat() {
    leases.heartbeat();
  }

  @Override
  public Optional<Work> claim(Set<Work.Goal> goals) {
    return leases.claim(goals);
  }

  @Override
  public boolean renew(Work work) {
    return leases.renew(work);
  }

  @Override
  public Specification specification(Work work) throws RolloutException {
    return specifications.of(work.uid(), work.target());
  }

  @Override
  public void building(Work work) {
    show(work, Status.IMAGE_BUILDING);
  }

  @Override
  public void deploying(Work work) {
    show(work, Status.DEPLOYING);
  }

  /** While the last good revision is restored, the status stays that of the failed rollout. */
  private void show(Work work, Status status) {
    if (!work.isRestoration()) {
      database.inTransactionDo(
          execute ->
              leases.ifWanted(
                  execute,
                  work,
                  id ->
                      execute.update(
                          "UPDATE deployment SET status = ? WHERE id = ?", status.wire(), id)));
    }
  }

  @Override
  public void listening(Work work, URI url) {
    database.inTransactionDo(
        execute -> leases.ifHeld(execute, work, id -> setUrl(execute, id, url)));
  }

  private static void setUrl(DbExecute execute, long id, URI url) {
    execute.update("UPDATE deployment SET url = ? WHERE id = ?", url.toString(), id);
  }

  @Override
  public void succeeded(Work work, Observation observation) {
    int observed = work.target();
    database.inTransactionDo(
        execute -> {
          // True even when the desired state has changed.
          leases.ifHeld(
              execute,
              work,
              id -> {
                observation.url().ifPresent(url -> setUrl(execute, id, url));
                execute.update(
                    """
                    UPDATE deployment SET observed_revision = ?, last_good_revision = ? WHERE id = ?
                    """,
                    observed,
                    work.target(),
                    id);
              });
          leases.ifWanted(
              execute,
              work,
              id -> {
                events.succeeded(execute, work);
                if (work.isRestoration()) {
                  settle(execute, id, Status.UNHEALTHY, observed);
                } else {
                  settle(
                      execute,
                      id,
                      observation.isScaledToZero() ? Status.SCALED_TO_ZERO : Status.RUNNING,
                      observed);
                  explain(execute, id, "", "");
                }
              });
          leases.release(execute, work);
        });
  }

  @Override
  public void failed(Work work, RolloutException failure, Observation observation) {
    boolean building = failure.phase() == RolloutException.Phase.BUILD;
    Status status = ObservedStatus.ofFailedRollout(building, observation);
    @Nullable Integer observed = ObservedStatus.revision(observation);
    database.inTransactionDo(
        execute -> {
          leases.ifWanted(
              execute,
              work,
              id -> {
                settle(execute, id, status, observed);
                events.failed(execute, id, work, observation.revision().orElse(-1), failure);
                if (work.isRestoration()) {
                  explainLostRevision(execute, id, work.target(), failure);
                } else {
                  explain(
                      execute,
                      id,
                      building ? ObservedStatus.BUILD_FAILED : ObservedStatus.START_FAILED,
                      String.valueOf(failure.getMessage()));
                  keepWhatServes(
                      execute, id, observation.ready() > 0 || observation.isScaledToZero());
                }
              });
          leases.release(execute, work);
        });
  }

  private static void settle(
      DbExecute execute, long id, Status status, @Nullable Integer observed) {
    execute.update(
        """
        UPDATE deployment SET status = ?, observed_revision = ?, due_at = NULL, attempts = 0
        WHERE id = ?
        """,
        status.wire(),
        observed,
        id);
  }

  private static void explain(DbExecute execute, long id, String reason, String message) {
    execute.update(
        "UPDATE deployment SET reason = ?, message = ? WHERE id = ?", reason, brief(message), id);
  }

  private static void explainLostRevision(
      DbExecute execute, long id, int revision, RolloutException failure) {
    execute.update(
        "UPDATE deployment SET message = LEFT(CONCAT(message, ?), ?) WHERE id = ?",
        " Revision %d, which ran before, could not be started again: %s"
            .formatted(revision, failure.getMessage()),
        MESSAGE,
        id);
  }

  /** If the old replicas ended first, a restart must not start them beside the new ones. */
  private static void keepWhatServes(DbExecute execute, long id, boolean serving) {
    if (!serving) {
      execute.update("UPDATE deployment SET last_good_revision = NULL WHERE id = ?", id);
    }
  }

  @Override
  public void ended(Work work) {
    if (work.goal() == Work.Goal.REMOVE) {
      projects.remove(work.uid());
    }
    database.inTransactionDo(
        execute -> {
          leases.ifWanted(execute, work, id -> end(execute, work, id));
          leases.release(execute, work);
        });
  }

  private static void end(DbExecute execute, Work work, long id) {
    if (work.goal() == Work.Goal.REMOVE) {
      execute.delete("DELETE FROM deployment WHERE id = ?", id);
    } else {
      settle(execute, id, Status.TERMINATED, null);
      explain(execute, id, "", "");
    }
  }

  @Override
  public void release(Work work) {
    database.inTransactionDo(execute -> leases.release(execute, work));
  }

  @Override
  public void postpone(Work work) {
    database.inTransactionDo(execute -> leases.postpone(execute, work));
  }

  @Override
  public Map<String, String> watched() {
    List<Watched> found =
        database.read(
            execute ->
                execute
                    .query(
                        """
                        SELECT d.uid, c.uid AS cluster_uid, d.placed_on IS NOT NULL AS placed
                        FROM deployment d JOIN cluster c ON c.id = d.cluster_id
                        WHERE d.desired = 'running' AND (d.placed_on = ? OR d.placed_on IS NULL)
                        """,
                        owner)
                    .map(RolloutStore::watched)
                    .toList());
    return found.stream()
        .filter(one -> one.placed() || !boundToMachine.test(one.cluster()))
        .collect(Collectors.toMap(Watched::uid, Watched::cluster));
  }

  private record Watched(String uid, String cluster, boolean placed) {}

  private static Watched watched(DbRow row) {
    return new Watched(text(row, "uid"), text(row, "cluster_uid"), bool(row, "placed"));
  }

  @Override
  public Set<String> uids() {
    return new HashSet<>(
        database.read(
            execute ->
                execute.query("SELECT uid FROM deployment").map(row -> text(row, "uid")).toList()));
  }

  @Override
  public void observed(String uid, Observation observation) {
    database.inTransactionDo(
        execute ->
            execute
                .query(
                    """
                    SELECT id, status, reason, message, observed_revision, due_at FROM deployment
                    WHERE uid = ? AND (placed_on = ? OR placed_on IS NULL) AND desired = 'running'
                    FOR UPDATE
                    """,
                    uid,
                    owner)
                .toList()
                .forEach(row -> observed(execute, row, observation)));
  }

  private static void observed(DbExecute execute, DbRow row, Observation observation) {
    if (timeOrNull(row, "due_at") != null) {
      // A rollout is in progress and reports its own status.
      return;
    }
    ObservedStatus before =
        new ObservedStatus(
            Status.of(text(row, "status")),
            text(row, "reason"),
            text(row, "message"),
            integerOrNull(row, "observed_revision"));
    ObservedStatus now = before.after(observation);
    if (!now.equals(before)) {
      execute.update(
          """
          UPDATE deployment SET status = ?, reason = ?, message = ?, observed_revision = ?
          WHERE id = ?
          """,
          now.status().wire(),
          now.reason(),
          brief(now.message()),
          now.revision(),
          number(row, "id"));
    }
  }

  private static String brief(String message) {
    return message.substring(0, Math.min(MESSAGE, message.length()));
  }
}
