package io.bentoform.api.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Eventually;
import io.bentoform.api.engine.Engines;
import io.bentoform.api.engine.RolloutException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The reconciler alone: what it does when leases, the database and the engine fail it. */
class ReconcilerTest {
  private final InMemoryQueue queue = new InMemoryQueue();
  private final ScriptedEngine engine = new ScriptedEngine();
  private final Reconciler reconciler = new Reconciler(Engines.only(engine), queue);

  @AfterEach
  void close() {
    reconciler.close();
  }

  private void eventually(String report) throws Exception {
    Eventually.holds(report + " in " + queue.reports, () -> queue.reports.contains(report));
  }

  private static void forEver() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  @Test
  void builds_that_take_long_hold_up_neither_a_stop_nor_a_removal() throws Exception {
    for (int i = 0; i < 8; i++) {
      engine.scripts.put("slow" + i, ReconcilerTest::forEver);
      queue.want("slow" + i, Work.Goal.RUN, 1);
    }
    reconciler.start();
    Eventually.holds("builds have begun", () -> engine.calls.contains("apply slow0"));

    queue.want("old", Work.Goal.REMOVE, 1);
    queue.want("idle", Work.Goal.STOP, 1);
    reconciler.wake();

    eventually("ended old");
    eventually("ended idle");
  }

  @Test
  void a_rollout_that_was_cancelled_before_it_began_gives_its_place_to_another() throws Exception {
    AtomicBoolean cancelling = new AtomicBoolean(true);
    for (int i = 0; i < 20; i++) {
      String uid = "cancelled" + i;
      engine.scripts.put(
          uid,
          () -> {
            if (cancelling.get()) {
              queue.takeAway(uid);
              forEver();
            }
          });
      queue.want(uid, Work.Goal.RUN, 1);
    }
    reconciler.start();
    Eventually.holds(
        "all were begun and cancelled",
        () -> engine.calls.stream().filter(call -> call.startsWith("apply")).count() >= 20);
    cancelling.set(false);

    queue.want("last", Work.Goal.RUN, 1);
    reconciler.wake();

    eventually("succeeded last");
  }

  @Test
  void only_a_rollout_exception_is_a_failed_rollout() throws Exception {
    engine.ready = 0;
    engine.scripts.put(
        "broken",
        () -> {
          throw new RolloutException(RolloutException.Phase.START, "It does not start.");
        });
    engine.scripts.put(
        "unlucky",
        () -> {
          engine.scripts.remove("unlucky");
          throw new IllegalStateException("A fault of ours");
        });
    queue.want("broken", Work.Goal.RUN, 1);
    queue.want("unlucky", Work.Goal.RUN, 1);
    reconciler.start();

    eventually("failed broken");
    eventually("postponed unlucky");
    eventually("succeeded unlucky");
    assertThat(queue.reports).doesNotContain("failed unlucky");
  }

  @Test
  void what_was_seen_before_a_rollout_ended_is_not_reported_after_it() throws Exception {
    CountDownLatch finish = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    AtomicBoolean looked = new AtomicBoolean();
    engine.ready = 0;
    engine.scripts.put("watched", finish::await);
    engine.looking =
        () -> {
          if (!looked.getAndSet(true)) {
            finish.countDown();
            ended.await();
          }
        };
    queue.want("watched", Work.Goal.RUN, 1);
    reconciler.start();
    Eventually.holds("the loop has looked", () -> looked.get() || queue.turns.get() > 1);
    looked.set(true);
    engine.ready = 1;
    finish.countDown();

    eventually("succeeded watched");
    ended.countDown();
    eventually("observed watched 1");
    assertThat(queue.reports).doesNotContain("observed watched 0");
  }

  @Test
  void a_rollout_that_went_well_while_the_database_was_away_is_no_failure() throws Exception {
    AtomicBoolean away = new AtomicBoolean(true);
    queue.beforeReport =
        report -> {
          if (report.equals("succeeded") && away.getAndSet(false)) {
            throw new IllegalStateException("The database is away");
          }
        };
    queue.want("a", Work.Goal.RUN, 1);
    reconciler.start();

    eventually("succeeded a");
    assertThat(queue.reports).contains("postponed a").doesNotContain("failed a");
  }

  @Test
  void who_lost_a_lease_is_interrupted_and_its_report_is_fenced() throws Exception {
    engine.scripts.put("a", ReconcilerTest::forEver);
    queue.want("a", Work.Goal.RUN, 1);
    reconciler.start();
    Eventually.holds("it has begun", () -> engine.calls.contains("apply a"));

    queue.takeAway("a");

    eventually("fenced released a");
  }

  @Test
  void an_overtaken_rollout_is_interrupted_only_between_its_database_calls() throws Exception {
    AtomicReference<String> read = new AtomicReference<>("");
    engine.scripts.put("a", ReconcilerTest::forEver);
    queue.beforeSpecification =
        work -> {
          queue.takeAway(work.uid());
          read.set(awaitRenewals() ? "uninterrupted" : "interrupted");
        };
    queue.want("a", Work.Goal.RUN, 1);
    reconciler.start();

    Eventually.holds("its specification was read", () -> !"".equals(read.get()));
    assertThat(read).hasValue("uninterrupted");
    eventually("fenced released a");
  }

  /** Waits until the loss of a lease has been noticed; false when interrupted. */
  private boolean awaitRenewals() {
    int before = queue.renewals.get();
    try {
      Eventually.holds(
          "renewed twice",
          () -> {
            reconciler.wake();
            return queue.renewals.get() >= before + 2;
          });
      return true;
    } catch (Exception e) {
      return false;
    }
  }

  @Test
  void a_reconciler_that_was_never_started_can_be_closed() {
    new Reconciler(Engines.only(engine), queue).close();

    assertThat(queue.reports).isEmpty();
  }

  @Test
  void a_close_ends_what_is_on_its_way_and_gives_its_lease_back() throws Exception {
    engine.scripts.put("a", ReconcilerTest::forEver);
    queue.want("a", Work.Goal.RUN, 1);
    reconciler.start();
    Eventually.holds("it has begun", () -> engine.calls.contains("apply a"));

    reconciler.close();

    assertThat(queue.reports).contains("released a");
  }

  @Test
  void every_deployment_is_watched_and_what_no_row_names_is_abandoned_and_not_removed()
      throws Exception {
    engine.known.add("nobodys");
    engine.known.add("watched");
    queue.forget("nobodys");
    reconciler.start();

    eventually("observed watched 1");
    engine.ready = 0;
    eventually("observed watched 0");
    Eventually.holds("abandoned", () -> engine.calls.contains("abandon nobodys"));
    assertThat(engine.calls).doesNotContain("remove nobodys", "abandon watched");
  }
}
