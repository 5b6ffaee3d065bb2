package io.bentoform.api.deployment;

import static io.bentoform.api.db.Columns.integer;
import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.text;
import static io.bentoform.api.db.Columns.textOrNull;
import static io.bentoform.api.db.Columns.time;

import com.fasterxml.jackson.core.type.TypeReference;
import io.bentoform.api.access.AccessStore;
import io.bentoform.api.bento.Bento;
import io.bentoform.api.bento.Bentos;
import io.bentoform.api.http.Json;
import io.bentoform.api.wire.DeploymentConfig;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads revisions of deployments, many at once with as few queries as one. Every method works
 * inside the caller's transaction.
 */
public final class RevisionStore {
  private final Bentos bentos;

  public RevisionStore(Bentos bentos) {
    this.bentos = bentos;
  }

  /** The key of a revision. */
  record Key(long deploymentId, int revision) {

    private static Key of(DbRow row) {
      return new Key(number(row, "deployment_id"), integer(row, "revision"));
    }
  }

  public Revision read(DbExecute execute, long deploymentId, int number) {
    Key key = new Key(deploymentId, number);
    return Objects.requireNonNull(read(execute, List.of(key)).get(key));
  }

  /** All of these revisions. */
  Map<Key, Revision> read(DbExecute execute, Collection<Key> keys) {
    List<DbRow> rows =
        rows(
            execute,
            """
            SELECT STRAIGHT_JOIN r.deployment_id, r.revision, r.uid, r.bento_id, r.archive_digest,
                   r.entry_service, r.config, r.created_at,
                   u.id AS user_id, u.name AS user_name, u.email, u.first_name, u.last_name
            FROM deployment_revision r JOIN user_account u ON u.id = r.creator_id
            WHERE %s
            """,
            "r.",
            keys);
    List<DbRow> versionRows = versionRows(execute, keys);
    Map<Bentos.Ran, Bento> bentosRun =
        bentos.asRun(
            execute,
            Stream.concat(rows.stream(), versionRows.stream())
                .map(RevisionStore::ran)
                .collect(Collectors.toSet()));
    Map<Key, List<Revision.AttachedSecret>> secrets = secrets(execute, keys);
    Map<Key, Map<String, List<Revision.AttachedModel>>> models = models(execute, keys);
    Map<Key, List<Revision.CanaryVersion>> versions = versions(versionRows, bentosRun, models);
    Map<Key, Revision> revisions = new HashMap<>();
    for (DbRow row : rows) {
      Key key = Key.of(row);
      revisions.put(
          key,
          new Revision(
              key.revision(),
              text(row, "uid"),
              Objects.requireNonNull(bentosRun.get(ran(row))),
              textOrNull(row, "archive_digest"),
              text(row, "entry_service"),
              Json.read(text(row, "config"), DeploymentConfig.class),
              secrets.getOrDefault(key, List.of()),
              modelsOf(models, key, CanaryRules.MAIN),
              versions.getOrDefault(key, List.of()),
              AccessStore.user(row),
              time(row, "created_at")));
    }
    return revisions;
  }

  /** The secrets that these revisions use, each list in its order. */
  Map<Key, List<Revision.AttachedSecret>> secrets(DbExecute execute, Collection<Key> keys) {
    return grouped(
        rows(
            execute,
            """
            SELECT deployment_id, revision, secret_name, secret_uid, secret_revision, secret_keys
            FROM deployment_secret WHERE %s ORDER BY deployment_id, revision, position
            """,
            "",
            keys),
        row ->
            new Revision.AttachedSecret(
                text(row, "secret_name"),
                text(row, "secret_uid"),
                integer(row, "secret_revision"),
                Json.read(text(row, "secret_keys"), new TypeReference<List<String>>() {})));
  }

  private static List<DbRow> versionRows(DbExecute execute, Collection<Key> keys) {
    return rows(
        execute,
        """
        SELECT deployment_id, revision, label, bento_id, archive_digest, entry_service
        FROM deployment_version WHERE %s ORDER BY deployment_id, revision, position
        """,
        "",
        keys);
  }

  private static Map<Key, List<Revision.CanaryVersion>> versions(
      List<DbRow> rows,
      Map<Bentos.Ran, Bento> bentosRun,
      Map<Key, Map<String, List<Revision.AttachedModel>>> models) {
    return grouped(
        rows,
        row ->
            new Revision.CanaryVersion(
                text(row, "label"),
                Objects.requireNonNull(bentosRun.get(ran(row))),
                text(row, "archive_digest"),
                text(row, "entry_service"),
                modelsOf(models, Key.of(row), text(row, "label"))));
  }

  private static Bentos.Ran ran(DbRow row) {
    return new Bentos.Ran(number(row, "bento_id"), textOrNull(row, "archive_digest"));
  }

  private static List<Revision.AttachedModel> modelsOf(
      Map<Key, Map<String, List<Revision.AttachedModel>>> models, Key key, String label) {
    return models.getOrDefault(key, Map.of()).getOrDefault(label, List.of());
  }

  /** By the label of the version that uses them. */
  private static Map<Key, Map<String, List<Revision.AttachedModel>>> models(
      DbExecute execute, Collection<Key> keys) {
    Map<Key, Map<String, List<Revision.AttachedModel>>> models = new HashMap<>();
    rows(
            execute,
            """
            SELECT deployment_id, revision, version_label, model_name, model_version, archive_digest
            FROM deployment_model WHERE %s ORDER BY deployment_id, revision, position
            """,
            "",
            keys)
        .forEach(
            row ->
                models
                    .computeIfAbsent(Key.of(row), key -> new HashMap<>())
                    .computeIfAbsent(text(row, "version_label"), label -> new ArrayList<>())
                    .add(
                        new Revision.AttachedModel(
                            text(row, "model_name"),
                            text(row, "model_version"),
                            text(row, "archive_digest"))));
    return models;
  }

  private static <T> Map<Key, List<T>> grouped(List<DbRow> rows, Function<DbRow, T> form) {
    Map<Key, List<T>> groups = new HashMap<>();
    rows.forEach(
        row -> groups.computeIfAbsent(Key.of(row), key -> new ArrayList<>()).add(form.apply(row)));
    return groups;
  }

  private static List<DbRow> rows(
      DbExecute execute, String query, String alias, Collection<Key> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    // An IN with pairs would not use the primary key.
    String one = "(" + alias + "deployment_id = ? AND " + alias + "revision = ?)";
    List<Object> parameters = new ArrayList<>();
    for (Key key : keys) {
      parameters.add(key.deploymentId());
      parameters.add(key.revision());
    }
    return execute
        .createQuery(query.formatted(String.join(" OR ", Collections.nCopies(keys.size(), one))))
        .params(parameters)
        .execute()
        .toList();
  }
}
