package io.bentoform.api.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.UpgradeTest;
import io.bentoform.api.db.Columns;
import io.bentoform.api.db.Database;
import io.bentoform.api.db.TestDatabase;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one database, and one deployment. */
class LeasesTest {
  private static TestDatabase mariaDb;
  private static Database database;

  private boolean bound = true;
  private final Leases first;
  private final Leases second;

  LeasesTest() {
    first = new Leases(database, "first", cluster -> bound);
    second = new Leases(database, "second", cluster -> bound);
  }

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    mariaDb = TestDatabase.in(folder);
    UpgradeTest.write(mariaDb.address());
    database = Database.open(mariaDb.address(), 4);
  }

  @AfterAll
  static void end() {
    database.close();
    mariaDb.close();
  }

  @BeforeEach
  void due() {
    update(
        """
        UPDATE deployment SET due_at = NOW(6), status = 'running', reason = '', placed_on = NULL,
                              lease_owner = NULL, lease_until = NULL, attempts = 0, revision = 2,
                              last_good_revision = 1
        """);
    update("DELETE FROM server");
  }

  private static void update(String sql) {
    database.inTransactionDo(execute -> execute.update(sql));
  }

  private static String ask(String expression) {
    return database.read(
        execute ->
            execute
                .get("SELECT CAST(" + expression + " AS CHAR) AS x FROM deployment")
                .map(row -> Columns.text(row, "x"))
                .orElseThrow());
  }

  private static Work claim(Leases leases) {
    return leases.claim(Work.Goal.STARTS).orElseThrow();
  }

  private static boolean mayWrite(Leases leases, Work work) {
    AtomicBoolean written = new AtomicBoolean();
    database.inTransactionDo(execute -> leases.ifHeld(execute, work, id -> written.set(true)));
    return written.get();
  }

  @Test
  void who_held_a_lease_that_lapsed_can_change_nothing_once_another_one_has_it() {
    Work lapsed = claim(first);
    update("UPDATE deployment SET lease_until = NOW(6) - INTERVAL 1 SECOND, placed_on = NULL");
    Work taken = claim(second);

    assertThat(first.renew(lapsed)).isFalse();
    assertThat(mayWrite(first, lapsed)).isFalse();
    database.inTransactionDo(execute -> first.release(execute, lapsed));
    database.inTransactionDo(execute -> first.postpone(execute, lapsed));

    assertThat(ask("attempts")).isEqualTo("0");
    assertThat(second.renew(taken)).isTrue();
    assertThat(mayWrite(second, taken)).isTrue();
  }

  @Test
  void a_lease_that_the_same_server_took_again_fences_the_one_before() {
    Work lapsed = claim(first);
    update("UPDATE deployment SET lease_until = NOW(6) - INTERVAL 1 SECOND");
    Work again = claim(first);

    assertThat(mayWrite(first, lapsed)).isFalse();
    assertThat(mayWrite(first, again)).isTrue();
  }

  @Test
  void work_is_leased_to_one_server_and_to_those_who_ask_for_its_kind() {
    assertThat(first.claim(Work.Goal.ENDS)).isEmpty();

    assertThat(first.claim(Work.Goal.STARTS)).isPresent();
    assertThat(second.claim(Work.Goal.STARTS)).isEmpty();
  }

  @Test
  void what_is_placed_on_a_server_that_is_alive_is_left_to_it() {
    second.recover(Set.of());
    update("UPDATE deployment SET placed_on = 'second', due_at = NOW(6)");

    assertThat(first.claim(Work.Goal.STARTS)).isEmpty();

    update("UPDATE server SET seen_at = NOW(6) - INTERVAL 1 HOUR");
    assertThat(first.claim(Work.Goal.STARTS)).isPresent();
    assertThat(ask("placed_on")).isEqualTo("first");
  }

  @Test
  void what_is_bound_to_no_machine_is_placed_nowhere_and_any_server_goes_on_with_it() {
    second.recover(Set.of());
    bound = false;
    Work begun = claim(first);

    assertThat(ask("IFNULL(placed_on, 'nowhere')")).isEqualTo("nowhere");
    assertThat(begun.cluster()).isEqualTo(ask("(SELECT uid FROM cluster WHERE id = cluster_id)"));
    database.inTransactionDo(execute -> first.release(execute, begun));
    assertThat(second.claim(Work.Goal.STARTS)).isPresent();
  }

  @Test
  void what_the_engine_of_a_server_has_is_placed_on_it_whatever_the_server_was_called() {
    update("UPDATE deployment SET placed_on = 'second', due_at = NULL");
    String uid = ask("uid");

    first.recover(Set.of(uid));

    assertThat(ask("placed_on")).isEqualTo("first");
    assertThat(first.claim(Work.Goal.STARTS)).isPresent();
  }

  @Test
  void work_that_is_postponed_waits_longer_each_time_and_not_for_ever() {
    long before = 0;
    for (int i = 0; i < 12; i++) {
      update("UPDATE deployment SET due_at = NOW(6)");
      Work work = claim(first);
      database.inTransactionDo(execute -> first.postpone(execute, work));
      long pause = Long.parseLong(ask("ROUND(TIMESTAMPDIFF(MICROSECOND, NOW(6), due_at) / 1e6)"));
      assertThat(pause).isBetween(1L, 300L).isGreaterThanOrEqualTo(before - 1);
      before = pause;
    }
    assertThat(before).isGreaterThan(290);
    assertThat(first.claim(Work.Goal.STARTS)).isEmpty();
  }

  @Test
  void after_a_failed_rollout_the_last_good_revision_is_what_a_restart_runs() {
    assertThat(claim(first).target()).isEqualTo(2);

    update("UPDATE deployment SET reason = 'ReplicaStartFailed', due_at = NULL");
    first.recover(Set.of());
    assertThat(first.claim(Work.Goal.STARTS).map(Work::target)).isEqualTo(Optional.of(1));

    update("UPDATE deployment SET last_good_revision = NULL, due_at = NULL");
    first.recover(Set.of());
    assertThat(first.claim(Work.Goal.STARTS).map(Work::target))
        .as("nothing was good")
        .isEqualTo(Optional.of(2));
  }
}
