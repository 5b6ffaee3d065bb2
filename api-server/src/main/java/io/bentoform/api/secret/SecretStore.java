package io.bentoform.api.secret;

import static io.bentoform.api.db.Columns.integer;
import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.textOrNull;

import io.bentoform.api.access.Organization;
import io.bentoform.api.access.User;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.db.Columns;
import io.bentoform.api.list.Listing;
import io.bentoform.api.list.Page;
import io.bentoform.api.list.QueryFields;
import io.bentoform.api.list.Selection;
import io.bentoform.api.list.Sort;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Secrets in the database. Every method works inside the caller's transaction. */
final class SecretStore {
  private static final String WITH_KEYS =
      SecretRows.COLUMNS
          + ", i.position, i.item_key, i.sub_path, i.value_revision "
          + SecretRows.TABLES
          + "LEFT JOIN secret_item i ON i.secret_id = s.id AND i.revision = r.revision WHERE ";

  private static final String SECRETS =
      SecretRows.COLUMNS + SecretRows.TABLES + " AND r.revision = s.revision ";

  private static final String IN_REVISION =
      """
      EXISTS (SELECT 1 FROM secret_revision r WHERE r.secret_id = s.id AND r.revision = s.revision
              AND\s""";
  private static final QueryFields QUERY_FIELDS =
      new QueryFields(
          "secrets",
          Map.of("name", "s.name", "description", "s.description"),
          Map.of(),
          Map.of(
              "creator", "s.creator_id IN (SELECT id FROM user_account WHERE name = ?)",
              "cluster", "s.cluster_id IN (SELECT id FROM cluster WHERE name = ?)",
              "named", "s.name = ?",
              "type", IN_REVISION + "r.type = ?)",
              "stage", IN_REVISION + "r.stage = ?)",
              "key",
                  """
                  EXISTS (SELECT 1 FROM secret_item i WHERE i.secret_id = s.id
                          AND i.revision = s.revision AND i.item_key = ?)
                  """),
          Map.of(
              "created_at",
              Sort.byId("s.id"),
              "updated_at",
              Sort.byTime("s.updated_at"),
              "name",
              Sort.byText("s.name")),
          Optional.empty());

  private final SecretValues values;

  SecretStore(SecretValues values) {
    this.values = values;
  }

  Optional<Secret> find(DbExecute execute, Cluster cluster, String name) {
    return find(execute, Set.of(new Secrets.Name(cluster, name))).stream().findFirst();
  }

  /** Those of the secrets that are there, in any order. One statement, which sees one state. */
  List<Secret> find(DbExecute execute, Set<Secrets.Name> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    Map<Long, Cluster> clusters = new HashMap<>();
    List<Object> parameters = new ArrayList<>();
    for (Secrets.Name each : names) {
      clusters.put(each.cluster().id(), each.cluster());
      parameters.add(each.cluster().id());
      parameters.add(each.name());
    }
    String one = "(s.cluster_id = ? AND s.name = ?)";
    String any = String.join(" OR ", Collections.nCopies(names.size(), one));
    Map<Long, List<DbRow>> rows =
        execute
            .createQuery(WITH_KEYS + "r.revision = s.revision AND (" + any + ")")
            .params(parameters)
            .execute()
            .collect(Collectors.groupingBy(row -> number(row, "id")));
    return rows.values().stream().map(some -> secret(some, clusters)).toList();
  }

  /** A secret of its rows, one for each key. */
  private static Secret secret(List<DbRow> rows, Map<Long, Cluster> clusters) {
    DbRow first = rows.getFirst();
    Cluster cluster = Objects.requireNonNull(clusters.get(number(first, "cluster_id")));
    return SecretRows.secret(
        first,
        cluster,
        rows.stream()
            .filter(row -> textOrNull(row, "item_key") != null)
            .sorted(Comparator.comparingInt(row -> integer(row, "position")))
            .map(SecretRows::key)
            .toList());
  }

  /** The secret, locked until the transaction ends. */
  Optional<Secret> lock(DbExecute execute, Cluster cluster, String name) {
    // A query of its own: a lock in the larger one would hold the user's row too.
    boolean found =
        execute
            .get(
                "SELECT id FROM secret WHERE cluster_id = ? AND name = ? FOR UPDATE",
                cluster.id(),
                name)
            .isPresent();
    return found ? find(execute, cluster, name) : Optional.empty();
  }

  /** The secret with this uid at those of the revisions that are kept, the newest first. */
  List<Secret> at(DbExecute execute, Cluster cluster, String uid, Collection<Integer> revisions) {
    if (revisions.isEmpty()) {
      return List.of();
    }
    List<Object> parameters = new ArrayList<>(revisions);
    parameters.addFirst(uid);
    return execute
        .createQuery(
            WITH_KEYS + "s.uid = ? AND r.revision IN (" + Selection.marks(revisions.size()) + ")")
        .params(parameters)
        .execute()
        .collect(Collectors.groupingBy(row -> integer(row, "revision")))
        .values()
        .stream()
        .map(rows -> secret(rows, Map.of(cluster.id(), cluster)))
        .sorted(Comparator.comparingInt(Secret::revision).reversed())
        .toList();
  }

  /** The numbers of the revisions that are kept, the newest first. */
  List<Integer> revisions(DbExecute execute, Secret secret) {
    return execute
        .query(
            "SELECT revision FROM secret_revision WHERE secret_id = ? ORDER BY revision DESC",
            secret.id())
        .map(row -> integer(row, "revision"))
        .toList();
  }

  /** One page of the secrets of these clusters, newest first unless the query says otherwise. */
  Listing<Secret> list(List<Cluster> clusters, Page page, String me) {
    Map<Long, Cluster> byId = new HashMap<>();
    clusters.forEach(cluster -> byId.put(cluster.id(), cluster));
    return Listing.of(
        page,
        new Selection("secret s").within("s.cluster_id", byId.keySet()),
        QUERY_FIELDS,
        me,
        (reader, ids) ->
            withKeys(
                reader,
                reader
                    .createQuery(SECRETS + " WHERE s.id IN (" + Selection.marks(ids.size()) + ")")
                    .params(ids)
                    .execute()
                    .toList(),
                byId),
        Secret::id);
  }

  private static List<Secret> withKeys(
      DbExecute execute, List<DbRow> rows, Map<Long, Cluster> clusters) {
    if (rows.isEmpty()) {
      return List.of();
    }
    Map<Long, List<Secret.Key>> keys = new HashMap<>();
    execute
        .createQuery(
            """
            SELECT STRAIGHT_JOIN i.secret_id, i.position, i.item_key, i.sub_path, i.value_revision
            FROM secret s JOIN secret_item i ON i.secret_id = s.id AND i.revision = s.revision
            WHERE s.id IN (%s)
            """
                .formatted(Selection.marks(rows.size())))
        .params(rows.stream().map(row -> number(row, "id")).toList())
        .execute()
        // Here, for the database would make a table of them first.
        .sorted(Comparator.comparingInt(row -> integer(row, "position")))
        .forEach(
            row ->
                keys.computeIfAbsent(number(row, "secret_id"), id -> new ArrayList<>())
                    .add(SecretRows.key(row)));
    return rows.stream()
        .map(
            row ->
                SecretRows.secret(
                    row,
                    Objects.requireNonNull(clusters.get(number(row, "cluster_id"))),
                    keys.getOrDefault(number(row, "id"), List.of())))
        .toList();
  }

  /** Whether any secret has this uid. */
  boolean isTaken(DbExecute execute, String uid) {
    return execute.get("SELECT id FROM secret WHERE uid = ?", uid).isPresent();
  }

  /** The row of a new secret at revision 0: its first content follows as revision 1. */
  Secret insert(
      DbExecute execute,
      Cluster cluster,
      String uid,
      Secrets.Draft draft,
      User creator,
      Instant now) {
    execute.insert(
        """
        INSERT INTO secret (uid, cluster_id, name, description, revision, creator_id,
                            created_at, updated_at)
        VALUES (?, ?, ?, ?, 0, ?, ?, ?)
        """,
        uid,
        cluster.id(),
        draft.name(),
        draft.description(),
        creator.id(),
        Columns.utc(now),
        Columns.utc(now));
    DbRow row =
        execute
            .query("SELECT s.id, " + SecretRows.USED_BY + " FROM secret s WHERE s.uid = ?", uid)
            .toList()
            .getFirst();
    return new Secret(
        number(row, "id"),
        uid,
        cluster,
        draft.name(),
        draft.description(),
        creator,
        now,
        now,
        0,
        new Secret.Change(creator, now),
        SecretLayout.EMPTY,
        integer(row, "used_by"));
  }

  Secret describe(DbExecute execute, Secret secret, String description, Instant now) {
    execute.update(
        "UPDATE secret SET description = ?, updated_at = ? WHERE id = ?",
        description,
        Columns.utc(now),
        secret.id());
    return secret.described(description, now);
  }

  /**
   * Writes the next revision, and returns the secret as it is then.
   *
   * @param changed the keys whose values are new; the others keep the revision that they have
   */
  Secret revise(
      DbExecute execute,
      Organization organization,
      Secret secret,
      SecretContent content,
      Map<String, Hidden> changed,
      User author,
      Instant now) {
    int revision = secret.revision() + 1;
    execute.insert(
        """
        INSERT INTO secret_revision (secret_id, revision, type, path, stage, creator_id, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        secret.id(),
        revision,
        content.type().wire(),
        content.path(),
        content.stage().wire(),
        author.id(),
        Columns.utc(now));
    Secret revised =
        secret.revised(secret.layout().next(revision, content, changed.keySet()), author, now);
    values.insert(execute, organization, secret, revision, changed);
    insertItems(execute, revised);
    execute.update(
        "UPDATE secret SET revision = ?, updated_at = ? WHERE id = ?",
        revision,
        Columns.utc(now),
        secret.id());
    return revised;
  }

  private static void insertItems(DbExecute execute, Secret secret) {
    List<@Nullable Object> parameters = new ArrayList<>();
    for (int i = 0; i < secret.keys().size(); i++) {
      Secret.Key key = secret.keys().get(i);
      parameters.add(secret.id());
      parameters.add(secret.revision());
      parameters.add(i);
      parameters.add(key.name());
      parameters.add(key.subPath());
      parameters.add(key.revision());
    }
    execute
        .createInsert(
            "INSERT INTO secret_item (secret_id, revision, position, item_key, sub_path,"
                + " value_revision) VALUES "
                + String.join(
                    ", ", Collections.nCopies(secret.keys().size(), "(?, ?, ?, ?, ?, ?)")))
        .params(parameters)
        .execute();
  }

  void delete(DbExecute execute, Secret secret) {
    execute.delete("DELETE FROM secret WHERE id = ?", secret.id());
  }
}
