package io.bentoform.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.db.Address;
import io.bentoform.api.db.Columns;
import io.bentoform.api.db.Database;
import io.bentoform.api.db.EmbeddedMariaDb;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationTest {
  private static final String FOLDER = "schema/db/migration/";
  private static final Pattern COMMENT = Pattern.compile("--[^\n]*");

  @Test
  void an_upgrade_that_is_killed_after_any_of_its_statements_is_taken_up_again(@TempDir Path data)
      throws Exception {
    Path binaries = Path.of(System.getProperty("bentoform.home"), "mariadb");
    try (EmbeddedMariaDb embedded = EmbeddedMariaDb.start(data.resolve("database"), binaries)) {
      Address address = embedded.address();
      migrate(address, "1");
      for (MigrationInfo migration : flyway(address, "latest").info().pending()) {
        interrupt(address, statements(migration.getScript()));
        migrate(address, migration.getVersion().getVersion());
      }

      try (Database database = Database.open(address, 2)) {
        assertThat(schema(database)).isEqualTo(schema(TestServer.shared().database()));
      }
    }
  }

  /** Killed after one statement, begun anew, killed after two, and so on. */
  private static void interrupt(Address address, List<String> statements) throws Exception {
    String password = address.password().reveal();
    try (Connection connection =
            DriverManager.getConnection(address.url(), address.user(), password);
        Statement statement = connection.createStatement()) {
      for (int killed = 1; killed <= statements.size(); killed++) {
        for (String sql : statements.subList(0, killed)) {
          statement.execute(sql);
        }
      }
    }
  }

  private static List<String> statements(String script) throws Exception {
    try (InputStream in =
        Objects.requireNonNull(
            MigrationTest.class.getClassLoader().getResourceAsStream(FOLDER + script))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Stream.of(COMMENT.matcher(text).replaceAll("").split(";"))
          .map(String::strip)
          .filter(sql -> !sql.isEmpty())
          .toList();
    }
  }

  private static void migrate(Address address, String target) {
    flyway(address, target).migrate();
  }

  private static Flyway flyway(Address address, String target) {
    return Flyway.configure()
        .dataSource(address.url(), address.user(), address.password().reveal())
        .locations("classpath:" + FOLDER)
        .target(target)
        .load();
  }

  private static List<String> schema(Database database) {
    return database.read(
        execute ->
            execute
                .query(
                    """
                    SELECT CONCAT_WS(' ', table_name, column_name, ordinal_position, column_type,
                                     is_nullable, column_default, collation_name) AS line
                    FROM information_schema.columns WHERE table_schema = DATABASE()
                    UNION ALL
                    SELECT CONCAT_WS(' ', table_name, index_name, seq_in_index, column_name,
                                     non_unique)
                    FROM information_schema.statistics WHERE table_schema = DATABASE()
                    UNION ALL
                    SELECT CONCAT_WS(' ', 'standard', position, name) FROM standard_instance_type
                    ORDER BY line
                    """)
                .map(row -> Columns.text(row, "line"))
                .toList());
  }
}
