package io.bentoform.api.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.dbclient.DbExecute;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reads and transactions see and leave behind. */
class DatabaseTest {
  @Test
  void reads_see_one_state_and_leave_nothing_behind(@TempDir Path folder) {
    try (TestDatabase mariaDb = TestDatabase.in(folder);
        Database database = Database.open(mariaDb.address(), 2)) {
      for (int i = 0; i < 20; i++) {
        List<String> nothing = database.read(execute -> List.of());
        assertThat(nothing).as("not one statement").isEmpty();
        long inserted =
            database.inTransaction(
                execute ->
                    execute.insert(
                        "INSERT INTO server (id, seen_at) VALUES (LEFT(REPLACE(UUID(), '-', ''), 24), NOW(6))"));
        assertThat(inserted).isEqualTo(1);
      }
      long seen =
          database.read(
              execute -> {
                long before = servers(execute);
                database.inTransactionDo(
                    other ->
                        other.insert("INSERT INTO server (id, seen_at) VALUES ('late', NOW(6))"));
                return servers(execute) - before;
              });
      assertThat(seen).as("one state from begin to end").isZero();
      long all = database.readOne(DatabaseTest::servers);
      assertThat(all).isEqualTo(21);
    }
  }

  private static long servers(DbExecute execute) {
    return execute
        .get("SELECT COUNT(*) AS n FROM server")
        .map(row -> Columns.number(row, "n"))
        .orElseThrow();
  }
}
