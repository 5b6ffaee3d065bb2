package io.bentoform.api.deployment;

import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.db.Database;
import io.bentoform.api.list.Page;
import io.bentoform.api.wire.DeploymentResponse;
import io.bentoform.api.wire.ListResponse;

/** What happened to a deployment (additive). */
public final class DeploymentEvents {
  private static final int KEPT = 500;

  private final Database database;
  private final Deployments deployments;
  private final EventStore store = new EventStore();

  public DeploymentEvents(Database database, Deployments deployments) {
    this.database = database;
    this.deployments = deployments;
  }

  /** The events that are kept, the newest first. */
  ListResponse<DeploymentResponse.Event> list(Cluster cluster, String name, Page page) {
    return database.read(
        execute -> {
          Deployment deployment = deployments.require(execute, cluster, name);
          return new ListResponse<>(
              page.start(),
              page.count(),
              store.count(execute, deployment),
              store.list(execute, deployment, page.start(), page.count()),
              null);
        });
  }

  /** Removes all but the last {@value #KEPT} events of each deployment. */
  public void prune() {
    database.inTransactionDo(execute -> store.prune(execute, KEPT));
  }
}
