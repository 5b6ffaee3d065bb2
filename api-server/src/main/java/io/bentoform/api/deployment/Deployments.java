package io.bentoform.api.deployment;

import io.bentoform.api.access.Principal;
import io.bentoform.api.bento.Bentos;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.db.Database;
import io.bentoform.api.engine.Engines;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.list.Page;
import io.bentoform.api.list.StreamedList;
import io.bentoform.api.secret.Secrets;
import io.bentoform.api.wire.DeploymentResponse;
import io.helidon.dbclient.DbExecute;
import java.util.List;
import java.util.Optional;

/** The deployments that there are: found, shown and locked for a change. */
public final class Deployments {
  private final Database database;
  private final DeploymentStore store = new DeploymentStore();
  private final DeploymentView view;

  /**
   * Wires the use cases.
   *
   * @param engines tells what users should know of each deployment
   */
  public Deployments(Database database, Bentos bentos, Secrets secrets, Engines engines) {
    this.database = database;
    this.view = new DeploymentView(new RevisionStore(bentos), secrets, engines);
  }

  /**
   * The deployment of this name as it is shown.
   *
   * @throws ProblemException 404 when there is none
   */
  public DeploymentResponse get(Cluster cluster, String name) {
    return database.read(execute -> show(execute, cluster, name));
  }

  /** All deployments of these clusters, by name. */
  public List<DeploymentResponse> all(List<Cluster> clusters) {
    return database.read(
        store.list(clusters, Page.all("sort:name-asc"), "").shown(view::responses)::read);
  }

  /**
   * The deployment of this name.
   *
   * @throws ProblemException 404 when there is none
   */
  public Deployment named(Cluster cluster, String name) {
    return find(cluster, name).orElseThrow(() -> unknown(name));
  }

  /** The deployment of this name, if there is one. */
  Optional<Deployment> find(Cluster cluster, String name) {
    return database.read(execute -> store.find(execute, cluster, name));
  }

  /** The deployments whose latest revision is of this bento, {@code name:version}. */
  List<Deployment> ofBento(Principal principal, Cluster cluster, String tag) {
    Page page = Page.all("bento:" + tag);
    return database.read(store.list(List.of(cluster), page, principal.user().name())::read);
  }

  StreamedList<DeploymentResponse> list(Principal principal, List<Cluster> clusters, Page page) {
    return store
        .list(clusters, page, principal.user().name())
        .shown(view::responses)
        .from(database);
  }

  /** The deployment of this name, as it is shown. */
  DeploymentResponse show(DbExecute execute, Cluster cluster, String name) {
    return view.response(execute, require(execute, cluster, name));
  }

  /**
   * The deployment of this name.
   *
   * @throws ProblemException 404 when there is none
   */
  Deployment require(DbExecute execute, Cluster cluster, String name) {
    return store.find(execute, cluster, name).orElseThrow(() -> unknown(name));
  }

  /** The deployment, locked until the transaction ends, unless it is being deleted. */
  public Deployment lockLive(DbExecute execute, Cluster cluster, String name) {
    return requireLive(store.lock(execute, cluster, name), name);
  }

  private static Deployment requireLive(Optional<Deployment> found, String name) {
    Deployment deployment = found.orElseThrow(() -> unknown(name));
    if (deployment.desired() == Desired.DELETED) {
      throw taken(deployment);
    }
    return deployment;
  }

  /** Why the name of a deployment that is there cannot be used. */
  static ProblemException taken(Deployment existing) {
    return existing.desired() == Desired.DELETED
        ? ProblemException.conflict(
            "being_deleted",
            "The deployment " + existing.name() + " is being deleted. Try again when it is gone.")
        : ProblemException.conflict(
            "already_exists",
            "Deployment "
                + existing.name()
                + " already exists. Update it, or choose another name.");
  }

  static ProblemException unknown(String name) {
    return ProblemException.notFound("There is no deployment " + name + ".");
  }
}
