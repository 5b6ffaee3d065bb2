package io.bentoform.api.deployment;

import static io.bentoform.api.db.Columns.bool;
import static io.bentoform.api.db.Columns.integer;
import static io.bentoform.api.db.Columns.integerOrNull;
import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.text;
import static io.bentoform.api.db.Columns.textOrNull;
import static io.bentoform.api.db.Columns.time;

import com.fasterxml.jackson.core.type.TypeReference;
import io.bentoform.api.access.AccessStore;
import io.bentoform.api.access.User;
import io.bentoform.api.bento.Artifact;
import io.bentoform.api.bento.Bento;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.db.Columns;
import io.bentoform.api.db.Uid;
import io.bentoform.api.http.Json;
import io.bentoform.api.list.Listing;
import io.bentoform.api.list.Page;
import io.bentoform.api.list.QueryFields;
import io.bentoform.api.list.Selection;
import io.bentoform.api.list.Sort;
import io.bentoform.api.wire.DeploymentConfig;
import io.bentoform.api.wire.Label;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Deployments and their revisions in the database, as users change and see them. */
public final class DeploymentStore {
  // From the deployments on: statistics that lag behind would have it begin with their creators.
  private static final String DEPLOYMENTS =
      """
      SELECT STRAIGHT_JOIN d.id, d.uid, d.cluster_id, d.name, d.dev, d.labels, d.managed_by,
             d.desired, d.revision, d.status, d.observed_revision, d.url, d.reason, d.message, d.created_at, d.updated_at,
             u.id AS user_id, u.name AS user_name, u.email, u.first_name, u.last_name
      FROM deployment d JOIN user_account u ON u.id = d.creator_id
      """;

  private static final String OF_BENTO =
      """
      EXISTS (SELECT 1 FROM deployment_revision v JOIN artifact b ON b.id = v.bento_id
              JOIN artifact_repository p ON p.id = b.repository_id
              WHERE v.deployment_id = d.id AND v.revision = d.revision AND\s""";
  private static final QueryFields QUERY_FIELDS =
      new QueryFields(
          "deployments",
          Map.of("name", "d.name"),
          Map.of("dev", "d.dev", "managed", "d.managed_by IS NOT NULL"),
          Map.of(
              "named", "d.name = ?",
              "status", "d.status = ?",
              "creator", "d.creator_id IN (SELECT id FROM user_account WHERE name = ?)",
              "cluster", "d.cluster_id IN (SELECT id FROM cluster WHERE name = ?)",
              "bento", OF_BENTO + "CONCAT(p.name, ':', b.version) = ?)",
              "bento_repository", OF_BENTO + "p.name = ?)",
              "secret",
                  """
                  EXISTS (SELECT 1 FROM deployment_secret s WHERE s.deployment_id = d.id
                          AND s.revision = d.revision AND s.secret_name = ?)
                  """),
          Map.of(
              "created_at",
              Sort.byId("d.id"),
              "updated_at",
              Sort.byTime("d.updated_at"),
              "name",
              Sort.byText("d.name")),
          Optional.of("d.labels"));

  Optional<Deployment> find(DbExecute execute, Cluster cluster, String name) {
    return execute
        .query(DEPLOYMENTS + " WHERE d.cluster_id = ? AND d.name = ?", cluster.id(), name)
        .map(row -> deployment(row, List.of(cluster)))
        .toList()
        .stream()
        .findFirst();
  }

  /** The deployment, locked until the transaction ends. */
  Optional<Deployment> lock(DbExecute execute, Cluster cluster, String name) {
    // A query of its own: a lock in the larger one would hold the user's row too.
    boolean found =
        execute
            .get(
                "SELECT id FROM deployment WHERE cluster_id = ? AND name = ? FOR UPDATE",
                cluster.id(),
                name)
            .isPresent();
    return found ? find(execute, cluster, name) : Optional.empty();
  }

  /**
   * One page of the deployments of these clusters, newest first unless the query says otherwise.
   */
  Listing<Deployment> list(List<Cluster> clusters, Page page, String me) {
    return Listing.of(
        page,
        new Selection("deployment d")
            .within("d.cluster_id", clusters.stream().map(Cluster::id).toList()),
        QUERY_FIELDS,
        me,
        (reader, ids) ->
            reader
                .createQuery(DEPLOYMENTS + " WHERE d.id IN (" + Selection.marks(ids.size()) + ")")
                .params(ids)
                .execute()
                .map(row -> deployment(row, clusters))
                .toList(),
        Deployment::id);
  }

  private static Deployment deployment(DbRow row, List<Cluster> clusters) {
    long clusterId = number(row, "cluster_id");
    return new Deployment(
        number(row, "id"),
        text(row, "uid"),
        clusters.stream().filter(cluster -> cluster.id() == clusterId).findFirst().orElseThrow(),
        text(row, "name"),
        bool(row, "dev"),
        Json.read(text(row, "labels"), new TypeReference<List<Label>>() {}),
        AccessStore.user(row),
        textOrNull(row, "managed_by"),
        Desired.of(text(row, "desired")),
        integer(row, "revision"),
        Status.of(text(row, "status")),
        integerOrNull(row, "observed_revision"),
        textOrNull(row, "url"),
        text(row, "reason"),
        text(row, "message"),
        time(row, "created_at"),
        time(row, "updated_at"));
  }

  /** Whether a revision uses the bento or model with this archive. */
  public boolean needs(DbExecute execute, String digest) {
    return execute
        .get(
            """
            SELECT archive_digest FROM deployment_revision WHERE archive_digest = ?
            UNION SELECT archive_digest FROM deployment_version WHERE archive_digest = ?
            UNION SELECT archive_digest FROM deployment_model WHERE archive_digest = ?
            """,
            digest,
            digest,
            digest)
        .isPresent();
  }

  /** Whether any deployment has this uid. */
  boolean isTaken(DbExecute execute, String uid) {
    return execute.get("SELECT id FROM deployment WHERE uid = ?", uid).isPresent();
  }

  /** The names of the deployments of which a revision uses the bento or model. */
  public List<String> using(DbExecute execute, Artifact artifact) {
    return execute
        .query(
            """
            SELECT DISTINCT d.name FROM deployment d
            JOIN deployment_revision r ON r.deployment_id = d.id
            LEFT JOIN deployment_version v ON v.deployment_id = d.id AND v.revision = r.revision
            LEFT JOIN deployment_model m ON m.deployment_id = d.id AND m.revision = r.revision
            WHERE r.bento_id = ? OR v.bento_id = ? OR (m.archive_digest = ? AND m.model_name = ?
                                     AND m.model_version = ?)
            ORDER BY d.name
            """,
            artifact.id(),
            artifact.id(),
            String.valueOf(artifact.digest()),
            artifact.repository().name(),
            artifact.version())
        .map(row -> text(row, "name"))
        .toList();
  }

  /** The row of a new deployment at revision 0: its first revision follows. */
  void insert(
      DbExecute execute,
      Cluster cluster,
      String uid,
      String name,
      boolean dev,
      List<Label> labels,
      User creator,
      Instant now) {
    execute.insert(
        """
        INSERT INTO deployment (uid, cluster_id, name, dev, labels, creator_id, desired, revision,
                                status, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, 'running', 0, 'deploying', ?, ?)
        """,
        uid,
        cluster.id(),
        name,
        dev,
        Json.write(labels),
        creator.id(),
        Columns.utc(now),
        Columns.utc(now));
  }

  /**
   * The data of a new revision.
   *
   * @param archiveDigest of the bento's archive; null for a codespace
   * @param entryService the service that takes requests from outside
   */
  record Draft(
      Bento bento,
      @Nullable String archiveDigest,
      String entryService,
      DeploymentConfig config,
      List<Revision.AttachedSecret> secrets,
      List<Revision.AttachedModel> models,
      List<Revision.CanaryVersion> versions) {}

  /** Adds the next revision and makes it the desired one. */
  void revise(
      DbExecute execute,
      Deployment deployment,
      Draft draft,
      Status status,
      User author,
      Instant now) {
    int number = deployment.revision() + 1;
    execute.insert(
        """
        INSERT INTO deployment_revision (deployment_id, revision, uid, bento_id, archive_digest,
                                         entry_service, config, creator_id, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        deployment.id(),
        number,
        Uid.next(),
        draft.bento().id(),
        draft.archiveDigest(),
        draft.entryService(),
        Json.write(draft.config()),
        author.id(),
        Columns.utc(now));
    attach(execute, deployment, number, draft);
    execute.update(
        """
        UPDATE deployment SET desired = 'running', revision = ?, status = ?, reason = '',
                              message = '', due_at = NOW(6), attempts = 0,
                              updated_at = ?
        WHERE id = ?
        """,
        number,
        status.wire(),
        Columns.utc(now),
        deployment.id());
  }

  private static void attach(DbExecute execute, Deployment deployment, int number, Draft draft) {
    for (int i = 0; i < draft.secrets().size(); i++) {
      Revision.AttachedSecret secret = draft.secrets().get(i);
      execute.insert(
          """
          INSERT INTO deployment_secret (deployment_id, revision, position, secret_name, secret_uid,
                                         secret_revision, secret_keys)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
          deployment.id(),
          number,
          i,
          secret.name(),
          secret.uid(),
          secret.revision(),
          Json.write(secret.keys()));
    }
    int position = attachModels(execute, deployment, number, 0, CanaryRules.MAIN, draft.models());
    for (int i = 0; i < draft.versions().size(); i++) {
      Revision.CanaryVersion version = draft.versions().get(i);
      execute.insert(
          """
          INSERT INTO deployment_version (deployment_id, revision, position, label, bento_id,
                                          archive_digest, entry_service)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
          deployment.id(),
          number,
          i,
          version.label(),
          version.bento().id(),
          version.archiveDigest(),
          version.entryServiceName());
      position =
          attachModels(execute, deployment, number, position, version.label(), version.models());
    }
  }

  /** Returns the next free position. */
  private static int attachModels(
      DbExecute execute,
      Deployment deployment,
      int number,
      int first,
      String label,
      List<Revision.AttachedModel> models) {
    int position = first;
    for (Revision.AttachedModel model : models) {
      execute.insert(
          """
          INSERT INTO deployment_model (deployment_id, revision, position, version_label,
                                        model_name, model_version, archive_digest)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
          deployment.id(),
          number,
          position++,
          label,
          model.name(),
          model.version(),
          model.digest());
    }
    return position;
  }

  void label(DbExecute execute, Deployment deployment, List<Label> labels, Instant now) {
    execute.update(
        "UPDATE deployment SET labels = ?, updated_at = ? WHERE id = ?",
        Json.write(labels),
        Columns.utc(now),
        deployment.id());
  }

  /** Records the tool that keeps the configuration from now on; null for none. */
  void manage(DbExecute execute, Deployment deployment, @Nullable String managedBy) {
    if (Objects.equals(managedBy, deployment.managedBy())) {
      return;
    }
    execute.update("UPDATE deployment SET managed_by = ? WHERE id = ?", managedBy, deployment.id());
  }

  /** Requests the end of a deployment's replicas, or its deletion. */
  void end(DbExecute execute, Deployment deployment, Desired desired, Instant now) {
    execute.update(
        """
        UPDATE deployment SET desired = ?, status = 'terminating', reason = '', message = '',
                              due_at = NOW(6), attempts = 0, updated_at = ?
        WHERE id = ?
        """,
        desired.text(),
        Columns.utc(now),
        deployment.id());
  }

  boolean exists(DbExecute execute, long id) {
    return execute.get("SELECT id FROM deployment WHERE id = ?", id).isPresent();
  }
}
