package io.bentoform.api.access;

import static io.bentoform.api.db.Columns.bool;
import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.text;
import static io.bentoform.api.db.Columns.time;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.db.Columns;
import io.bentoform.api.db.Database;
import io.bentoform.api.db.Uid;
import io.bentoform.api.wire.ProblemException;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/** Organizations, users, clusters and tokens in the database. */
public final class AccessStore {
  private static final String CLUSTERS =
      """
      SELECT c.id, c.uid, c.name, c.description, o.name AS organization_name, c.created_at,
             u.id AS user_id, u.name AS user_name, u.email, u.first_name, u.last_name,
             c.id = (SELECT MIN(id) FROM cluster WHERE organization_id = c.organization_id)
               AS is_first
      FROM cluster c
      JOIN organization o ON o.id = c.organization_id
      JOIN user_account u ON u.id = c.creator_id
      WHERE c.organization_id = ?
      """;

  private final Database database;
  private final Clock clock;

  public AccessStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  public Optional<Principal> principal(Hidden token) {
    return database.read(
        execute ->
            execute
                .get(
                    """
                    SELECT t.uid AS token_uid, o.id AS organization_id, o.uid AS organization_uid,
                           o.name AS organization_name, o.description, o.created_at,
                           u.id AS user_id, u.name AS user_name, u.email, u.first_name, u.last_name
                    FROM api_token t
                    JOIN user_account u ON u.id = t.user_id
                    JOIN organization o ON o.id = u.organization_id
                    WHERE t.token_hash = ?
                    """,
                    Token.hash(token))
                .map(AccessStore::principal));
  }

  /** Whether this token may call protected endpoints. */
  public boolean admits(Hidden token) {
    return principal(token).isPresent();
  }

  private static Principal principal(DbRow row) {
    return new Principal(organization(row), user(row), text(row, "token_uid"));
  }

  private static Organization organization(DbRow row) {
    return new Organization(
        number(row, "organization_id"),
        text(row, "organization_uid"),
        text(row, "organization_name"),
        text(row, "description"),
        time(row, "created_at"));
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

  /** The user of a row that has the columns {@code user_id}, {@code user_name} and its names. */
  public static User user(DbRow row) {
    return new User(
        number(row, "user_id"),
        text(row, "user_name"),
        text(row, "email"),
        text(row, "first_name"),
        text(row, "last_name"));
  }

  public List<Cluster> clusters(Organization organization) {
    return database.read(
        execute ->
            execute
                .query(CLUSTERS + " ORDER BY c.id", organization.id())
                .map(AccessStore::cluster)
                .toList());
  }

  /**
   * The cluster of this name, the first one when none is named.
   *
   * @throws ProblemException 404 when there is no such cluster
   */
  public Cluster cluster(Organization organization, Optional<String> name) {
    return clusters(organization).stream()
        .filter(cluster -> name.map(cluster.name()::equals).orElse(cluster.first()))
        .findFirst()
        .orElseThrow(
            () -> ProblemException.notFound("There is no cluster " + name.orElse("") + "."));
  }

  private static Cluster cluster(DbRow row) {
    return new Cluster(
        number(row, "id"),
        text(row, "uid"),
        text(row, "name"),
        text(row, "description"),
        text(row, "organization_name"),
        user(row),
        time(row, "created_at"),
        bool(row, "is_first"));
  }

  /** Makes the first organization, its administrator and the cluster {@code default}, once. */
  void bootstrap() {
    LocalDateTime now = Columns.utc(clock.instant());
    database.inTransactionDo(
        execute -> {
          execute.insert(
              "INSERT IGNORE INTO organization (uid, name, created_at) VALUES (?, 'default', ?)",
              Uid.next(),
              now);
          execute.insert(
              """
              INSERT IGNORE INTO user_account (uid, organization_id, name, email, created_at)
              SELECT ?, id, 'admin', 'admin@localhost', ? FROM organization WHERE name = 'default'
              """,
              Uid.next(),
              now);
          execute.insert(
              """
              INSERT IGNORE INTO cluster (uid, organization_id, name, description, creator_id,
                                          created_at)
              SELECT ?, organization_id, 'default', 'This machine', id, ?
              FROM user_account WHERE name = 'admin'
              """,
              Uid.next(),
              now);
        });
  }

  /** Records the administrator's token of this name; another one of this name is good no more. */
  void admit(String name, Hidden token) {
    database.inTransactionDo(
        execute ->
            execute.insert(
                """
                INSERT INTO api_token (uid, user_id, name, token_hash, created_at)
                SELECT ?, id, ?, ?, ? FROM user_account WHERE name = 'admin'
                ON DUPLICATE KEY UPDATE token_hash = VALUES(token_hash)
                """,
                Uid.next(),
                name,
                Token.hash(token),
                Columns.utc(clock.instant())));
  }
}
