package io.bentoform.api.cluster;

import static io.bentoform.api.db.Columns.text;
import static io.bentoform.api.db.Columns.time;
import static io.bentoform.api.db.Columns.timeOrNull;

import io.bentoform.api.access.Principal;
import io.bentoform.api.audit.Audit;
import io.bentoform.api.db.Columns;
import io.bentoform.api.db.Database;
import io.bentoform.api.db.Uid;
import io.bentoform.api.engine.Resources;
import io.bentoform.api.http.Expectation;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.wire.InstanceTypeRequest;
import io.bentoform.api.wire.InstanceTypeResponse;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The instance types of each cluster (contract C8), and their changes by administrators. */
public final class InstanceTypes {
  private static final String TYPES =
      """
      SELECT uid, name, description, price, cpu, memory, gpu, gpu_type, gpu_memory, created_at,
             updated_at
      FROM instance_type
      """;

  private final Database database;
  private final ClusterUse use;
  private final Audit audit;
  private final Clock clock;

  public InstanceTypes(Database database, ClusterUse use, Audit audit, Clock clock) {
    this.database = database;
    this.use = use;
    this.audit = audit;
    this.clock = clock;
  }

  /** Adds the standard instance types to a new cluster. */
  static void copyStandard(DbExecute execute, String clusterUid, LocalDateTime now) {
    List<String> names =
        execute
            .query("SELECT name FROM standard_instance_type ORDER BY position")
            .map(row -> text(row, "name"))
            .toList();
    for (String name : names) {
      execute.insert(
          """
          INSERT INTO instance_type (uid, cluster_id, name, cpu, memory, gpu, gpu_type, created_at)
          SELECT ?, c.id, s.name, s.cpu, s.memory, s.gpu, s.gpu_type, ?
          FROM cluster c JOIN standard_instance_type s ON s.name = ? WHERE c.uid = ?
          """,
          Uid.next(),
          now,
          name,
          clusterUid);
    }
  }

  List<InstanceTypeResponse> list(Cluster cluster) {
    return database.read(execute -> list(execute, cluster));
  }

  InstanceTypeResponse get(Cluster cluster, String name) {
    return find(cluster, name).orElseThrow(() -> unknown(cluster, name)).response();
  }

  private Optional<InstanceType> find(Cluster cluster, String name) {
    return database.read(
        execute ->
            execute
                .get(TYPES + " WHERE cluster_id = ? AND name = ?", cluster.id(), name)
                .map(InstanceTypes::type));
  }

  static List<InstanceTypeResponse> list(DbExecute execute, Cluster cluster) {
    return execute
        .query(TYPES + " WHERE cluster_id = ? ORDER BY id", cluster.id())
        .map(InstanceTypes::type)
        .map(InstanceType::response)
        .toList();
  }

  /** The names in a cluster, none of which is deleted until the caller's transaction ends. */
  public static List<String> names(DbExecute execute, Cluster cluster) {
    return execute
        .query(
            "SELECT name FROM instance_type WHERE cluster_id = ? ORDER BY id LOCK IN SHARE MODE",
            cluster.id())
        .map(row -> text(row, "name"))
        .toList();
  }

  /** What each type of a cluster gives to a replica, by name. */
  public static Map<String, Resources> resources(DbExecute execute, Cluster cluster) {
    return execute
        .query(TYPES + " WHERE cluster_id = ?", cluster.id())
        .map(InstanceTypes::type)
        .collect(Collectors.toMap(type -> type.draft().name(), InstanceType::resources));
  }

  private static Optional<InstanceType> lock(DbExecute execute, Cluster cluster, String name) {
    return execute
        .get(TYPES + " WHERE cluster_id = ? AND name = ? FOR UPDATE", cluster.id(), name)
        .map(InstanceTypes::type);
  }

  private static InstanceType lock(
      DbExecute execute, Cluster cluster, String name, Expectation expected) {
    InstanceType type = lock(execute, cluster, name).orElseThrow(() -> unknown(cluster, name));
    expected.require("instance type " + name, type.uid());
    return type;
  }

  private static InstanceType type(DbRow row) {
    return new InstanceType(
        text(row, "uid"),
        new InstanceType.Draft(
            text(row, "name"),
            text(row, "description"),
            text(row, "price"),
            text(row, "cpu"),
            text(row, "memory"),
            text(row, "gpu"),
            text(row, "gpu_type"),
            text(row, "gpu_memory")),
        time(row, "created_at"),
        timeOrNull(row, "updated_at"));
  }

  /** Creates an instance type. A repeated create with the same uid changes nothing. */
  InstanceTypeResponse create(Principal principal, Cluster cluster, InstanceTypeRequest request) {
    principal.requireAdministrator();
    String name = request.name() == null ? "" : request.name();
    InstanceType.Draft draft =
        InstanceTypeRules.check(new InstanceType.Draft(name, "", "*", "", "", "", "", ""), request);
    String uid = Uid.chosen(request.uid());
    try {
      return database.inTransaction(
          execute -> {
            insert(execute, cluster, uid, draft);
            return record(execute, principal, "instance_type.create", cluster, name);
          });
    } catch (RuntimeException e) {
      if (!Database.isDuplicate(e)) {
        throw e;
      }
      return find(cluster, name)
          .filter(there -> there.uid().equals(uid))
          .orElseThrow(() -> taken(cluster, name))
          .response();
    }
  }

  private static ProblemException taken(Cluster cluster, String name) {
    return ProblemException.conflict(
        "already_exists",
        "Instance type "
            + name
            + " already exists in cluster "
            + cluster.name()
            + ". Change it, or choose another name.");
  }

  private void insert(DbExecute execute, Cluster cluster, String uid, InstanceType.Draft draft) {
    execute.insert(
        """
        INSERT INTO instance_type (uid, cluster_id, name, description, price, cpu, memory, gpu,
                                   gpu_type, gpu_memory, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        uid,
        cluster.id(),
        draft.name(),
        draft.description(),
        draft.price(),
        draft.cpu(),
        draft.memory(),
        draft.gpu(),
        draft.gpuType(),
        draft.gpuMemory(),
        Columns.utc(clock.instant()));
  }

  InstanceTypeResponse update(
      Principal principal,
      Cluster cluster,
      String name,
      InstanceTypeRequest request,
      Expectation expected) {
    principal.requireAdministrator();
    return database.inTransaction(
        execute -> {
          InstanceType before = lock(execute, cluster, name, expected);
          Clusters.requireSameName("instance type", name, request.name());
          InstanceType.Draft draft = InstanceTypeRules.check(before.draft(), request);
          execute.update(
              """
              UPDATE instance_type SET description = ?, price = ?, cpu = ?, memory = ?, gpu = ?,
                                       gpu_type = ?, gpu_memory = ?, updated_at = ?
              WHERE uid = ?
              """,
              draft.description(),
              draft.price(),
              draft.cpu(),
              draft.memory(),
              draft.gpu(),
              draft.gpuType(),
              draft.gpuMemory(),
              Columns.utc(clock.instant()),
              before.uid());
          return record(execute, principal, "instance_type.update", cluster, name);
        });
  }

  /** Deletes an instance type that no deployment uses, and returns it. */
  InstanceTypeResponse delete(
      Principal principal, Cluster cluster, String name, Expectation expected) {
    principal.requireAdministrator();
    return database.inTransaction(
        execute -> {
          lock(execute, cluster, name, expected);
          List<String> users = use.deploymentsOn(execute, cluster, name);
          if (!users.isEmpty()) {
            throw ProblemException.conflict(
                "in_use",
                "The instance type "
                    + name
                    + " is used by "
                    + String.join(", ", users)
                    + ". Move these deployments to another one first.");
          }
          InstanceTypeResponse gone =
              record(execute, principal, "instance_type.delete", cluster, name);
          execute.delete(
              "DELETE FROM instance_type WHERE cluster_id = ? AND name = ?", cluster.id(), name);
          return gone;
        });
  }

  private InstanceTypeResponse record(
      DbExecute execute, Principal principal, String action, Cluster cluster, String name) {
    audit.record(
        execute,
        principal,
        new Audit.Event(action, "instance_type", cluster.name(), name, Map.of()));
    return lock(execute, cluster, name).orElseThrow().response();
  }

  private static ProblemException unknown(Cluster cluster, String name) {
    return ProblemException.notFound(
        "There is no instance type " + name + " in the cluster " + cluster.name() + ".");
  }
}
