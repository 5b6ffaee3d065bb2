package io.bentoform.api.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema up to date. MariaDB commits each statement of a migration separately, so an
 * interrupted one is applied in part. Each migration but the first can be repeated on that; after
 * the first there is no data yet, so the schema is created again.
 */
final class Migrations {
  private static final String HISTORY = "flyway_schema_history";

  /** Lock names are global to the database server, and short. */
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
   * @throws RuntimeException when a migration fails; the next start continues from there
   */
  static void run(Address address, DataSource dataSource) {
    new Migrations(address, dataSource).run();
  }

  private void run() {
    // A separate connection: Flyway may need all of a small pool.
    try (Connection connection =
            DriverManager.getConnection(
                address.url(), address.user(), address.password().reveal());
        Statement statement = connection.createStatement()) {
      // Held until the connection closes: a migration in progress looks like an interrupted one.
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
            "It contains tables of an interrupted first start, and no data yet. Drop the database,"
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
