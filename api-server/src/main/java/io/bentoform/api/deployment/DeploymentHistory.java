package io.bentoform.api.deployment;

import static io.bentoform.api.db.Columns.integer;

import io.bentoform.api.access.Principal;
import io.bentoform.api.bento.Bentos;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.db.Database;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.list.Page;
import io.bentoform.api.wire.DeploymentRequest;
import io.bentoform.api.wire.DeploymentResponse;
import io.bentoform.api.wire.ListResponse;
import io.bentoform.api.wire.Violation;
import io.helidon.dbclient.DbExecute;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The revisions of a deployment (additive; contract C4): their list, and the way back to one. */
public final class DeploymentHistory {
  private final Database database;
  private final RevisionStore revisions;
  private final Deployments deployments;
  private final DeploymentChanges changes;
  private final Runnable wakeReconciler;

  /**
   * Wires the use cases.
   *
   * @param wakeReconciler called after each change that leaves work
   */
  public DeploymentHistory(
      Database database,
      Bentos bentos,
      Deployments deployments,
      DeploymentChanges changes,
      Runnable wakeReconciler) {
    this.database = database;
    this.revisions = new RevisionStore(bentos);
    this.deployments = deployments;
    this.changes = changes;
    this.wakeReconciler = wakeReconciler;
  }

  /** The revisions that are kept, the newest first. */
  ListResponse<DeploymentResponse.PastRevision> list(Cluster cluster, String name, Page page) {
    return database.read(
        execute -> {
          Deployment deployment = deployments.require(execute, cluster, name);
          List<Integer> kept = kept(execute, deployment);
          List<RevisionStore.Key> shown =
              kept.stream()
                  .skip(page.start())
                  .limit(page.count())
                  .map(number -> new RevisionStore.Key(deployment.id(), number))
                  .toList();
          Map<RevisionStore.Key, Revision> read = revisions.read(execute, shown);
          return new ListResponse<>(
              page.start(),
              page.count(),
              kept.size(),
              shown.stream()
                  .map(
                      key -> DeploymentView.past(deployment, Objects.requireNonNull(read.get(key))))
                  .toList(),
              null);
        });
  }

  private static List<Integer> kept(DbExecute execute, Deployment deployment) {
    return execute
        .query(
            """
            SELECT revision FROM deployment_revision WHERE deployment_id = ? ORDER BY revision DESC
            """,
            deployment.id())
        .map(row -> integer(row, "revision"))
        .toList();
  }

  /**
   * Makes a new revision with the configuration, the bento's archive and the models of an old one,
   * and with the secrets as they are now: a value that was changed since must not come back.
   *
   * @throws ProblemException 422 when there is no such revision or it is the latest one
   */
  DeploymentResponse rollBack(
      Principal principal, Cluster cluster, String name, DeploymentRequest.Rollback request) {
    DeploymentResponse rolledBack =
        database.inTransaction(
            execute -> {
              Deployment deployment = deployments.lockLive(execute, cluster, name);
              deployment.require(request.expectedUid(), request.expectedRevision());
              int number = requireKept(execute, deployment, request.revision());
              Revision old = revisions.read(execute, deployment.id(), number);
              return changes.rollBack(execute, principal, deployment, old);
            });
    wakeReconciler.run();
    return rolledBack;
  }

  private static int requireKept(
      DbExecute execute, Deployment deployment, @Nullable Integer asked) {
    List<Integer> kept = kept(execute, deployment);
    OptionalInt found =
        kept.stream()
            .mapToInt(Integer::intValue)
            .filter(number -> asked != null && number == asked && number != deployment.revision())
            .findFirst();
    if (found.isEmpty()) {
      String past =
          kept.size() < 2
              ? "it has none before its latest one."
              : "it has " + kept.getLast() + " to " + kept.get(1) + " before its latest one.";
      throw ProblemException.invalid(
          List.of(
              new Violation(
                  "/revision",
                  "revision_not_found",
                  "Send an earlier revision of the deployment "
                      + deployment.name()
                      + ": "
                      + past)));
    }
    return found.getAsInt();
  }
}
