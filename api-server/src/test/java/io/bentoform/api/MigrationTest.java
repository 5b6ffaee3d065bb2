package io.bentoform.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bentoform.api.db.Address;
import io.bentoform.api.db.Database;
import io.bentoform.api.db.DatabaseUnavailableException;
import io.bentoform.api.db.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that were killed between two statements of a migration, and the start after that. */
class MigrationTest {
  private static final Path MIGRATIONS = Path.of("../schema/db/migration");

  /** What the migrations write into rows, without times and random names. */
  private static final List<String> ROWS =
      List.of(
          "SELECT CONCAT_WS(' ', cluster_id, name, cpu, memory, gpu, gpu_type) FROM instance_type",
          "SELECT CONCAT_WS(' ', position, name) FROM standard_instance_type",
          "SELECT CONCAT_WS(' ', name, administrator) FROM user_account",
          "SELECT CONCAT_WS(' ', name, kind) FROM artifact_repository",
          "SELECT CONCAT_WS(' ', version, archive_digest, upload_id IS NULL) FROM artifact");

  private static TestDatabase mariaDb;

  @BeforeAll
  static void startDatabase(@TempDir Path data) {
    mariaDb = TestDatabase.in(data.resolve("database"));
  }

  @AfterAll
  static void endDatabase() {
    mariaDb.close();
  }

  @BeforeEach
  void begin() throws SQLException {
    run(
        List.of(
            "DROP DATABASE bentoform",
            "CREATE DATABASE bentoform CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin",
            "USE bentoform"));
  }

  @Test
  void a_migration_that_was_cut_off_after_any_of_its_statements_ends_as_an_undisturbed_one()
      throws Exception {
    UpgradeTest.write(address());
    migrate(address());
    Map<String, String> undisturbed = schema();
    assertThat(undisturbed).hasSizeGreaterThan(15);

    for (Path migration : migrationsAfterTheFirst()) {
      begin();
      UpgradeTest.write(address());
      flyway("" + (version(migration) - 1));
      List<String> statements = statements(migration);
      // Cut off after one statement, begun anew, cut off after two, and so on.
      for (int done = 1; done <= statements.size(); done++) {
        run(statements.subList(0, done));
      }

      migrate(address());

      assertThat(schema()).as(migration.getFileName().toString()).isEqualTo(undisturbed);
    }
  }

  @Test
  void a_migration_that_failed_is_repeated_at_the_next_start() throws Exception {
    UpgradeTest.write(address());
    run(
        List.of(
            """
            INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,
                                               installed_by, execution_time, success)
            VALUES (2, '2', 'x', 'SQL', 'V2__x.sql', 'x', 1, FALSE)
            """));

    migrate(address());

    assertThat(schema()).containsKey("artifact");
  }

  @Test
  void a_first_start_that_was_cut_off_begins_anew_in_the_embedded_database() throws Exception {
    migrate(address());
    Map<String, String> undisturbed = schema();
    begin();
    cutOffFirstStart();

    migrate(address());

    assertThat(schema()).isEqualTo(undisturbed);
  }

  @Test
  void a_first_start_that_was_cut_off_in_another_database_is_told_and_nothing_is_dropped()
      throws Exception {
    cutOffFirstStart();
    Address address = address();
    Address external = new Address(address.url(), address.user(), address.password(), false);

    assertThatThrownBy(() -> migrate(external))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("interrupted first start")
        .hasMessageContaining("Drop the database");
    assertThat(schema()).containsKey("organization");
  }

  /** A kill before the last tables of the first migration: Flyway has noted nothing yet. */
  private static void cutOffFirstStart() throws SQLException {
    flyway("1");
    run(
        List.of(
            "DELETE FROM flyway_schema_history",
            "DROP TABLE audit_event",
            "DROP TABLE deployment_secret"));
  }

  private static Address address() {
    return mariaDb.address();
  }

  private static Connection connect() throws SQLException {
    Address address = address();
    return DriverManager.getConnection(address.url(), address.user(), address.password().reveal());
  }

  /** As the server does it. */
  private static void migrate(Address address) {
    Database.open(address, 2).close();
  }

  private static void flyway(String target) {
    Address address = address();
    Flyway.configure()
        .dataSource(address.url(), address.user(), address.password().reveal())
        .locations("classpath:schema/db/migration")
        .target(target)
        .load()
        .migrate();
  }

  private static void run(List<String> statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  private static List<Path> migrationsAfterTheFirst() throws IOException {
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      return files
          .filter(file -> version(file) > 1)
          .sorted(Comparator.comparing(MigrationTest::version))
          .toList();
    }
  }

  private static int version(Path migration) {
    String name = migration.getFileName().toString();
    return Integer.parseInt(name.substring(1, name.indexOf("__")));
  }

  private static List<String> statements(Path migration) throws IOException {
    return Stream.of(Files.readString(migration).split(";\\s*(\n|$)"))
        .filter(statement -> !statement.isBlank())
        .toList();
  }

  /** Each table as it would be made, and the rows that migrations write, in a fixed order. */
  private static Map<String, String> schema() throws SQLException {
    Map<String, String> schema = new TreeMap<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String table : column(statement, "SHOW TABLES", 1)) {
        if (!table.startsWith("flyway")) {
          String made = column(statement, "SHOW CREATE TABLE " + table, 2).getFirst();
          schema.put(table, made.replaceAll(" AUTO_INCREMENT=[0-9]+", ""));
        }
      }
      for (String rows : schema.containsKey("artifact") ? ROWS : List.<String>of()) {
        schema.put(rows, column(statement, rows + " ORDER BY 1", 1).toString());
      }
    }
    return schema;
  }

  private static List<String> column(Statement statement, String query, int column)
      throws SQLException {
    List<String> values = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(column));
      }
    }
    return values;
  }
}
