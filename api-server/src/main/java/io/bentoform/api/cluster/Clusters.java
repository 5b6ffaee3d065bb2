package io.bentoform.api.cluster;

import io.bentoform.api.access.Organization;
import io.bentoform.api.access.Principal;
import io.bentoform.api.audit.Audit;
import io.bentoform.api.db.Columns;
import io.bentoform.api.db.Database;
import io.bentoform.api.db.Uid;
import io.bentoform.api.http.Expectation;
import io.bentoform.api.http.Names;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.wire.ChosenUid;
import io.bentoform.api.wire.ClusterFullResponse;
import io.bentoform.api.wire.ClusterRequest;
import io.bentoform.api.wire.EngineRequest;
import io.bentoform.api.wire.EngineResponse;
import io.bentoform.api.wire.Violation;
import io.helidon.dbclient.DbExecute;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes of clusters by administrators (contract 3.4 only reads them). */
public final class Clusters {
  private static final int DESCRIPTION = 1024;

  private final Database database;
  private final ClusterStore store;
  private final EngineChanges engines;
  private final EngineHealth health;
  private final Audit audit;
  private final Clock clock;

  /**
   * Wires the use cases.
   *
   * @param health asks the engine of a cluster how it is
   */
  public Clusters(
      Database database, EngineChanges engines, EngineHealth health, Audit audit, Clock clock) {
    this.database = database;
    this.store = engines.store();
    this.engines = engines;
    this.health = health;
    this.audit = audit;
    this.clock = clock;
  }

  ClusterFullResponse get(Organization organization, String name) {
    Cluster cluster = store.named(organization, name);
    EngineResponse.Health now = health.of(cluster);
    return database.read(execute -> show(execute, organization, cluster, now));
  }

  private static ClusterFullResponse show(
      DbExecute execute,
      Organization organization,
      Cluster cluster,
      EngineResponse.@Nullable Health health) {
    return new ClusterFullResponse(
        cluster.response(),
        organization.response(),
        "",
        new ClusterFullResponse.Config(cluster.namespace()),
        "",
        InstanceTypes.list(execute, cluster),
        cluster.engine().response(),
        health);
  }

  /** Creates a cluster. A repeated create with the same uid changes nothing. */
  ClusterFullResponse create(Principal principal, ClusterRequest request) {
    principal.requireAdministrator();
    String name = request.name() == null ? "" : request.name();
    String uid = Uid.chosen(request.uid());
    check(name, request);
    LocalDateTime now = Columns.utc(clock.instant());
    try {
      store.changing(
          execute -> {
            execute.insert(
                """
                INSERT INTO cluster (uid, organization_id, name, description, creator_id,
                                     created_at)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                uid,
                principal.organization().id(),
                name,
                request.description() == null ? "" : request.description(),
                principal.user().id(),
                now);
            InstanceTypes.copyStandard(execute, uid, now);
            record(execute, principal, "cluster.create", name, Map.of());
            if (request.engine() != null) {
              configure(execute, principal, ClusterStore.withUid(execute, uid), request.engine());
            }
            return uid;
          });
    } catch (RuntimeException e) {
      if (!Database.isDuplicate(e)) {
        throw e;
      }
      requireSame(principal.organization(), name, uid);
    }
    return get(principal.organization(), name);
  }

  /** A cluster of this name is the one that this create made before, or a conflict. */
  private void requireSame(Organization organization, String name, String uid) {
    boolean same =
        store.all(organization).stream()
            .anyMatch(there -> there.name().equals(name) && there.uid().equals(uid));
    if (!same) {
      throw ProblemException.conflict(
          "already_exists",
          "Cluster " + name + " already exists. Change it, or choose another name.");
    }
  }

  ClusterFullResponse update(
      Principal principal, String name, ClusterRequest request, Expectation expected) {
    principal.requireAdministrator();
    Cluster cluster = store.named(principal.organization(), name);
    check(name, new ClusterRequest(null, null, request.description(), null));
    requireSameName("cluster", name, request.name());
    requireExpected(expected, cluster);
    if (request.description() != null || request.engine() != null) {
      store.changing(
          execute -> {
            Cluster locked = ClusterStore.lock(execute, cluster);
            if (request.description() != null) {
              describe(execute, principal, cluster, request.description());
            }
            if (request.engine() != null) {
              configure(execute, principal, locked, request.engine());
            }
            return locked;
          });
    }
    return get(principal.organization(), name);
  }

  private void describe(
      DbExecute execute, Principal principal, Cluster cluster, String description) {
    record(execute, principal, "cluster.describe", cluster.name(), Map.of());
    execute.update("UPDATE cluster SET description = ? WHERE id = ?", description, cluster.id());
  }

  private void configure(
      DbExecute execute, Principal principal, Cluster locked, EngineRequest request) {
    if (engines.apply(execute, locked, request)) {
      record(
          execute,
          principal,
          "cluster.configure",
          locked.name(),
          Map.of("members", request.given()));
    }
  }

  /** Deletes an empty cluster and returns it. */
  ClusterFullResponse delete(Principal principal, String name, Expectation expected) {
    principal.requireAdministrator();
    Cluster cluster = store.named(principal.organization(), name);
    requireExpected(expected, cluster);
    if (cluster.first()) {
      throw ProblemException.conflict(
          "first_cluster",
          "The cluster " + name + " is the default cluster and cannot be deleted.");
    }
    return store.changing(
        execute -> {
          // A new secret or deployment waits for this lock, and is rejected when the row is gone.
          ClusterStore.lock(execute, cluster);
          refuseUsed(execute, cluster);
          ClusterFullResponse gone = show(execute, principal.organization(), cluster, null);
          execute.delete("DELETE FROM cluster WHERE id = ?", cluster.id());
          record(execute, principal, "cluster.delete", name, Map.of());
          return gone;
        });
  }

  /** A cluster is changed and deleted by the id of the row that has this uid. */
  private static void requireExpected(Expectation expected, Cluster cluster) {
    expected.require("cluster " + cluster.name(), cluster.uid());
  }

  private void refuseUsed(DbExecute execute, Cluster cluster) {
    List<String> left = new ArrayList<>();
    count(engines.use().deployments(execute, cluster), "deployment").ifPresent(left::add);
    count(engines.use().secrets(execute, cluster), "secret").ifPresent(left::add);
    if (!left.isEmpty()) {
      throw ProblemException.conflict(
          "not_empty",
          "The cluster "
              + cluster.name()
              + " still has "
              + String.join(" and ", left)
              + ". Delete them first.");
    }
  }

  private static Optional<String> count(long number, String word) {
    return number == 0
        ? Optional.empty()
        : Optional.of(number + " " + word + (number == 1 ? "" : "s"));
  }

  private void check(String name, ClusterRequest request) {
    String description = request.description();
    List<Violation> violations = new ArrayList<>();
    ChosenUid.violation(request.uid()).ifPresent(violations::add);
    if (!Names.isDns1035Label(name)) {
      violations.add(
          new Violation(
              "/name",
              "name_invalid",
              "The name of a cluster is 1 to 63 lower-case letters, digits and hyphens, begins with"
                  + " a letter and ends with a letter or digit."));
    }
    if (description != null && description.length() > DESCRIPTION) {
      violations.add(
          new Violation(
              "/description", "too_long", "The description is longer than 1024 characters."));
    }
    if (request.engine() != null) {
      engines.check(request.engine(), violations);
    }
    if (!violations.isEmpty()) {
      throw ProblemException.invalid(violations);
    }
  }

  /** An update may repeat the unchanged name. */
  static void requireSameName(String what, String name, @Nullable String sent) {
    if (sent != null && !sent.equals(name)) {
      throw ProblemException.invalid(
          List.of(
              new Violation(
                  "/name",
                  "name_fixed",
                  "The name of a "
                      + what
                      + " cannot be changed. Create one with the new name, and delete the "
                      + what
                      + " "
                      + name
                      + ".")));
    }
  }

  private void record(
      DbExecute execute, Principal principal, String action, String name, Map<String, ?> detail) {
    audit.record(execute, principal, new Audit.Event(action, "cluster", name, name, detail));
  }
}
