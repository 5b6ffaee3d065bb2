package io.bentoform.api.access;

import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.text;
import static io.bentoform.api.db.Columns.time;

import io.bentoform.api.db.Columns;
import io.bentoform.api.db.Database;
import io.bentoform.api.db.Uid;
import io.helidon.dbclient.DbRow;
import java.time.Clock;
import java.time.LocalDateTime;

/** Organizations and users in the database. */
public final class AccessStore {
  private final Database database;
  private final Clock clock;

  public AccessStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** The organization of a row with the columns below. */
  public static Organization organization(DbRow row) {
    return new Organization(
        number(row, "organization_id"),
        text(row, "organization_uid"),
        text(row, "organization_name"),
        text(row, "description"),
        time(row, "created_at"));
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

  /** The user of a row that has the columns of {@link #user}, each as {@code author_...}. */
  public static User author(DbRow row) {
    return new User(
        number(row, "author_id"),
        text(row, "author_name"),
        text(row, "author_email"),
        text(row, "author_first_name"),
        text(row, "author_last_name"));
  }

  /** Creates the first organization and its administrator, once. */
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
              INSERT IGNORE INTO user_account (uid, organization_id, name, email, administrator,
                                               created_at)
              SELECT ?, id, 'admin', 'admin@localhost', TRUE, ?
              FROM organization WHERE name = 'default'
              """,
              Uid.next(),
              now);
        });
  }
}
