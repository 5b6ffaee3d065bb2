package io.bentoform.api.rollout;

import static io.bentoform.api.db.Columns.bool;
import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.text;

import io.bentoform.api.access.Organization;
import io.bentoform.api.bento.Artifact;
import io.bentoform.api.bento.ArtifactUse;
import io.bentoform.api.bento.Bentos;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.cluster.ClusterStore;
import io.bentoform.api.cluster.InstanceTypes;
import io.bentoform.api.codespace.Projects;
import io.bentoform.api.db.Database;
import io.bentoform.api.deployment.DeploymentStore;
import io.bentoform.api.deployment.Revision;
import io.bentoform.api.deployment.RevisionStore;
import io.bentoform.api.engine.Resources;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.Sources;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.secret.Secrets;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds specifications from recorded revisions: the bento's archive, and the secrets at their
 * recorded revisions, not their current ones.
 */
public final class Specifications implements ArtifactUse {
  private final Database database;
  private final DeploymentStore store = new DeploymentStore();
  private final RevisionStore revisions;
  private final Bentos bentos;
  private final Secrets secrets;
  private final ClusterStore clusters;
  private final Projects projects;

  public Specifications(
      Database database, Bentos bentos, Secrets secrets, ClusterStore clusters, Projects projects) {
    this.projects = projects;
    this.database = database;
    this.revisions = new RevisionStore(bentos);
    this.bentos = bentos;
    this.secrets = secrets;
    this.clusters = clusters;
  }

  Specification of(String uid, int number) throws RolloutException {
    Found found = database.read(execute -> find(execute, uid, number));
    Revision revision = found.revision();
    if (found.missing().isPresent()) {
      throw new RolloutException(
          RolloutException.Phase.START,
          "The deployment "
              + found.name()
              + " needs the secret "
              + found.missing().get()
              + ", which was deleted. Create it again, then restart the deployment.");
    }
    SpecificationBuilder builder =
        new SpecificationBuilder(
            uid, found.name(), revision, found.secrets(), found.instanceTypes(), bentos);
    return found.dev()
        ? builder.codespace(
            new Sources.Project(projects.folder(uid), revision.bento().pythonVersion()))
        : builder.versions();
  }

  /** Whether a revision of a deployment needs the archive, so that it can run again. */
  @Override
  public boolean needs(DbExecute execute, String digest) {
    return store.needs(execute, digest);
  }

  @Override
  public List<String> deploymentsUsing(DbExecute execute, Artifact artifact) {
    return store.using(execute, artifact);
  }

  /**
   * A revision with the secrets that it records.
   *
   * @param missing the first secret that no longer exists
   */
  private record Found(
      String name,
      boolean dev,
      Revision revision,
      List<Secrets.Resolved> secrets,
      Map<String, Resources> instanceTypes,
      Optional<String> missing) {}

  private Found find(DbExecute execute, String uid, int number) {
    DbRow row = row(execute, uid);
    Organization organization = clusters.owner(execute, number(row, "cluster_id"));
    Cluster cluster = clusters.withId(number(row, "cluster_id")).orElseThrow();
    Revision revision = revisions.read(execute, number(row, "id"), number);
    List<Secrets.Resolved> resolved = new ArrayList<>();
    for (Revision.AttachedSecret attached : revision.secrets()) {
      Optional<Secrets.Resolved> secret =
          secrets.resolve(execute, organization, cluster, attached.uid(), attached.revision());
      if (secret.isEmpty()) {
        return found(row, revision, List.of(), Map.of(), Optional.of(attached.name()));
      }
      resolved.add(secret.get());
    }
    return found(
        row, revision, resolved, InstanceTypes.resources(execute, cluster), Optional.empty());
  }

  private static Found found(
      DbRow row,
      Revision revision,
      List<Secrets.Resolved> secrets,
      Map<String, Resources> instanceTypes,
      Optional<String> missing) {
    return new Found(
        text(row, "name"), bool(row, "dev"), revision, secrets, instanceTypes, missing);
  }

  private static DbRow row(DbExecute execute, String uid) {
    return execute
        .query("SELECT id, cluster_id, name, dev FROM deployment WHERE uid = ?", uid)
        .toList()
        .getFirst();
  }
}
