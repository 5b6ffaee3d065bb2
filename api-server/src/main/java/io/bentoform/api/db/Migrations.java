package io.bentoform.api.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema up to date. MariaDB commits each statement of a migration alone, so one that
 * was cut off leaves a part of itself. Each migration but the first can be repeated on such a part;
 * of the first a part holds no data yet, so the schema is made anew.
 */
final class Migrations {
  private static final String HISTORY = "flyway_schema_history";

  /** Names of locks are those of the whole database server, and short. */
  private static final String LOCK = "GET_LOCK(CONCAT('migrations.', MD5(DATABASE())), 600) = 1";

  private final Address address;
  private final Flyway flyway;

  private Migrations(Address address, DataSource dataSource) {
    this.address = address;
    this.flyway =
        Flyway.configure()
            .dataSource(dataSource)
            .locations("classpath:schema/db/migration")
            .cleanDisabled(false)
            .load();
  }

  /**
   * Applies what is missing, one server at a time.
   *
   * @throws RuntimeException when a migration fails; the next start goes on from there
   */
  static void run(Address address, DataSource dataSource) {
    new Migrations(address, dataSource).run();
  }

  private void run() {
    // Of its own: Flyway needs the connections of a small pool itself.
    try (Connection connection =
            DriverManager.getConnection(
                address.url(), address.user(), address.password().reveal());
        Statement statement = connection.createStatement()) {
      // Until the connection ends: what another server is at looks as if it were cut off.
      if (!isAny(statement, "SELECT 1 FROM DUAL WHERE " + LOCK)) {
        throw new IllegalStateException(
            "Another server has been changing its tables for ten minutes. Wait for it to end, then"
                + " start this one again");
      }
      if (isThere(statement, HISTORY)) {
        tidy(statement);
      }
      flyway.migrate();
    } catch (SQLException e) {
      throw new IllegalStateException("The state of the schema cannot be read", e);
    }
  }

  private void tidy(Statement statement) throws SQLException {
    // A migration that failed is repeated.
    statement.executeUpdate("DELETE FROM " + HISTORY + " WHERE NOT success");
    boolean applied = isAny(statement, "SELECT 1 FROM " + HISTORY + " WHERE version IS NOT NULL");
    if (!applied && isThere(statement, "organization")) {
      if (!address.embedded()) {
        throw new IllegalStateException(
            "It holds tables of a first start that was cut off, and no data yet. Drop the database,"
                + " create it again empty, then start the server again");
      }
      flyway.clean();
    }
  }

  private static boolean isThere(Statement statement, String table) throws SQLException {
    return isAny(
        statement,
        "SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = '"
            + table
            + "'");
  }

  private static boolean isAny(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next();
    }
  }
}
