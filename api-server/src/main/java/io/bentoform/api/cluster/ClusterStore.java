package io.bentoform.api.cluster;

import static io.bentoform.api.db.Columns.bool;
import static io.bentoform.api.db.Columns.integer;
import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.text;
import static io.bentoform.api.db.Columns.time;

import io.bentoform.api.access.AccessStore;
import io.bentoform.api.access.Organization;
import io.bentoform.api.access.Principal;
import io.bentoform.api.db.Columns;
import io.bentoform.api.db.Database;
import io.bentoform.api.db.ReadCache;
import io.bentoform.api.db.Uid;
import io.bentoform.api.http.Json;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.QueryParameters;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import io.helidon.webserver.http.ServerRequest;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Clusters in the database. */
public final class ClusterStore {
  private static final String CLUSTERS =
      """
      SELECT c.id, c.uid, c.name, c.description, c.organization_id, o.uid AS organization_uid,
             o.name AS organization_name, c.created_at, c.engine_type, c.engine_version,
             c.engine_settings,
             u.id AS user_id, u.name AS user_name, u.email, u.first_name, u.last_name,
             c.id = (SELECT MIN(id) FROM cluster WHERE organization_id = c.organization_id)
               AS is_first
      FROM cluster c
      JOIN organization o ON o.id = c.organization_id
      JOIN user_account u ON u.id = c.creator_id
      """;

  private final Database database;
  private final Clock clock;
  private final ReadCache<String, List<Cluster>> remembered = new ReadCache<>();

  public ClusterStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** The organization that owns a cluster. */
  public Organization owner(DbExecute execute, long clusterId) {
    return execute
        .get(
            """
            SELECT o.id AS organization_id, o.uid AS organization_uid, o.name AS organization_name,
                   o.description, o.created_at
            FROM cluster c JOIN organization o ON o.id = c.organization_id WHERE c.id = ?
            """,
            clusterId)
        .map(AccessStore::organization)
        .orElseThrow();
  }

  /** All clusters of an organization, the first one first, cached for a few seconds. */
  public List<Cluster> all(Organization organization) {
    return all().stream().filter(cluster -> cluster.organizationId() == organization.id()).toList();
  }

  /** The clusters of all organizations, cached for a few seconds. */
  public List<Cluster> all() {
    return remembered.get("all", key -> Optional.of(read())).orElseThrow();
  }

  /** The cluster with this uid, of any organization. */
  public Optional<Cluster> withUid(String uid) {
    return find(cluster -> cluster.uid().equals(uid));
  }

  /** The cluster with this id, of any organization. */
  public Optional<Cluster> withId(long id) {
    return find(cluster -> cluster.id() == id);
  }

  /** One that is not remembered may have been made on another server since. */
  private Optional<Cluster> find(Predicate<Cluster> wanted) {
    return all().stream()
        .filter(wanted)
        .findFirst()
        .or(
            () -> {
              remembered.clear();
              return all().stream().filter(wanted).findFirst();
            });
  }

  /** Changes clusters; the next request sees the change. */
  <T> T changing(Function<DbExecute, T> work) {
    return remembered.clearedAfter(() -> database.inTransaction(work));
  }

  private List<Cluster> read() {
    return database.readOne(
        execute -> execute.query(CLUSTERS + " ORDER BY c.id").map(ClusterStore::cluster).toList());
  }

  /**
   * The cluster as it is now, locked until the transaction ends.
   *
   * @throws ProblemException 404 when it is gone
   */
  static Cluster lock(DbExecute execute, Cluster cluster) {
    return execute
        .get("SELECT id FROM cluster WHERE id = ? FOR UPDATE", cluster.id())
        .flatMap(row -> execute.get(CLUSTERS + " WHERE c.id = ?", cluster.id()))
        .map(ClusterStore::cluster)
        .orElseThrow(() -> unknownCluster(cluster.name()));
  }

  /**
   * The cluster that a request is about, by its query.
   *
   * @throws ProblemException as {@link #resolve(Organization, Optional)}
   */
  public Cluster resolve(ServerRequest request) {
    return resolve(Principal.of(request).organization(), QueryParameters.cluster(request));
  }

  /**
   * The clusters whose objects a list gives: all where that is asked for, else the one that the
   * request is about.
   *
   * @throws ProblemException as {@link #resolve(Organization, Optional)}
   */
  public List<Cluster> listed(ServerRequest request) {
    return QueryParameters.allClusters(request)
        ? all(Principal.of(request).organization())
        : List.of(resolve(request));
  }

  /**
   * The cluster of this name, the first one for none.
   *
   * @throws ProblemException 400 when there is no such cluster: a 404 would mean that the object in
   *     it does not exist
   */
  public Cluster resolve(Organization organization, Optional<String> name) {
    return find(cluster ->
            cluster.organizationId() == organization.id()
                && name.map(cluster.name()::equals).orElse(cluster.first()))
        .orElseThrow(
            () ->
                ProblemException.badRequest(
                    "unknown_cluster",
                    "There is no cluster "
                        + name.orElse("")
                        + ". There are: "
                        + all(organization).stream()
                            .map(Cluster::name)
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  /**
   * The cluster of this name.
   *
   * @throws ProblemException 404 when there is no such cluster
   */
  Cluster named(Organization organization, String name) {
    return find(cluster ->
            cluster.organizationId() == organization.id() && cluster.name().equals(name))
        .orElseThrow(() -> unknownCluster(name));
  }

  static ProblemException unknownCluster(String name) {
    return ProblemException.notFound("There is no cluster " + name + ".");
  }

  /** The cluster with this uid, which the same transaction has made. */
  static Cluster withUid(DbExecute execute, String uid) {
    return execute.get(CLUSTERS + " WHERE c.uid = ?", uid).map(ClusterStore::cluster).orElseThrow();
  }

  private static Cluster cluster(DbRow row) {
    return new Cluster(
        number(row, "id"),
        text(row, "uid"),
        text(row, "name"),
        text(row, "description"),
        number(row, "organization_id"),
        text(row, "organization_uid"),
        text(row, "organization_name"),
        AccessStore.user(row),
        time(row, "created_at"),
        bool(row, "is_first"),
        engine(row));
  }

  private static ClusterEngine engine(DbRow row) {
    EngineType type = EngineType.of(text(row, "engine_type")).orElseThrow();
    return new ClusterEngine(
        type,
        integer(row, "engine_version"),
        type == EngineType.KUBERNETES
            ? Json.read(text(row, "engine_settings"), EngineSettings.class)
            : EngineSettings.NONE);
  }

  /**
   * Creates the cluster {@code default} of the first organization with the standard instance types,
   * once. Its administrator must exist.
   */
  public void bootstrap() {
    LocalDateTime now = Columns.utc(clock.instant());
    database.inTransactionDo(
        execute -> {
          String uid = Uid.next();
          long made =
              execute.insert(
                  """
                  INSERT IGNORE INTO cluster (uid, organization_id, name, description, creator_id,
                                              created_at)
                  SELECT ?, organization_id, 'default', 'This machine', id, ?
                  FROM user_account WHERE name = 'admin'
                  """,
                  uid,
                  now);
          if (made > 0) {
            InstanceTypes.copyStandard(execute, uid, now);
          }
        });
    remembered.clear();
  }
}
