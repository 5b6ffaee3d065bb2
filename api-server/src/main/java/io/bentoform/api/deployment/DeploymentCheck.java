package io.bentoform.api.deployment;

import io.bentoform.api.access.Principal;
import io.bentoform.api.bento.Bentos;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.db.Database;
import io.bentoform.api.engine.Engines;
import io.bentoform.api.secret.Secrets;
import io.bentoform.api.wire.DeploymentRequest;
import io.bentoform.api.wire.DeploymentResponse;
import io.helidon.dbclient.DbExecute;
import java.util.Optional;

/**
 * The dry run of a create or an update (additive): what it would be refused for, and what not
 * honoured.
 */
public final class DeploymentCheck {
  private final Database database;
  private final DeploymentStore store = new DeploymentStore();
  private final Resolver resolver;

  public DeploymentCheck(Database database, Bentos bentos, Secrets secrets, Engines engines) {
    this.database = database;
    this.resolver = new Resolver(bentos, secrets, engines);
  }

  /**
   * All violations for which a create or update with this body would be rejected, and all that the
   * engine would not honour of it. Changes nothing.
   */
  DeploymentResponse.Check of(Principal principal, Cluster cluster, DeploymentRequest request) {
    Resolver.Resolution resolution =
        database.inTransaction(
            execute ->
                resolver.resolve(
                    execute, principal, cluster, request, isDev(execute, cluster, request)));
    return new DeploymentResponse.Check(resolution.violations(), resolution.warnings());
  }

  /** Whether a request is for a codespace; an update of one does not say so itself. */
  private boolean isDev(DbExecute execute, Cluster cluster, DeploymentRequest request) {
    return Optional.ofNullable(request.name())
        .flatMap(name -> store.find(execute, cluster, name))
        .map(Deployment::dev)
        .orElse(Boolean.TRUE.equals(request.dev()));
  }
}
