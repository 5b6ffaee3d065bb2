package io.bentoform.api.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.Eventually;
import io.bentoform.api.TestServer;
import io.bentoform.api.db.Columns;
import io.bentoform.api.db.Database;
import io.bentoform.api.engine.Event;
import io.bentoform.api.engine.SampleBento;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that are written at once. */
class EventStoreTest {
  private static final TestServer SERVER = TestServer.shared();
  private static final Event EVENT = Event.normal("Tested", "An event of a test");

  private final String name = "events-" + UUID.randomUUID().toString().substring(0, 8);
  private final EventStore store = new EventStore();
  private final Database database = SERVER.database();
  private String uid = "";

  @BeforeEach
  void create() {
    BentoUpload.push(SERVER, SampleBento.shared());
    Answer created =
        SERVER.call(
            "POST",
            "/api/v2/deployments",
            "{\"name\": \"%s\", \"bento\": \"sample:v1\"}".formatted(name));
    assertThat(created.status()).as(created.body()).isEqualTo(200);
    uid = created.at("/uid").asText();
  }

  @AfterEach
  void delete() {
    SERVER.call("DELETE", "/api/v2/deployments/" + name);
  }

  /**
   * A rollout that ends adds its event to a row that it has locked; the engine adds one to it too.
   */
  @Test
  void an_event_that_waits_for_its_deployment_does_not_stop_the_one_that_it_waits_for()
      throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> other =
          database.inTransaction(
              execute -> {
                execute.get("SELECT id FROM deployment WHERE uid = ? FOR UPDATE", uid);
                Future<?> waits = threads.submit(this::addAnother);
                awaitLockWait();
                store.add(execute, uid, EVENT, Instant.now());
                return waits;
              });
      other.get(20, TimeUnit.SECONDS);
    }

    assertThat(events()).isEqualTo(2);
  }

  @Test
  void an_event_of_a_deployment_that_is_gone_is_left_out() {
    database.inTransactionDo(execute -> store.add(execute, "no-such-uid", EVENT, Instant.now()));

    assertThat(events()).isZero();
  }

  private void addAnother() {
    database.inTransactionDo(execute -> store.add(execute, uid, EVENT, Instant.now()));
  }

  /** Waits until another transaction runs a statement and goes no further. */
  private void awaitLockWait() {
    try {
      Eventually.holds(
          "the other one waits",
          () ->
              database.readOne(
                      execute ->
                          execute
                              .get(
                                  """
                                  SELECT COUNT(*) AS n FROM information_schema.PROCESSLIST
                                  WHERE INFO LIKE '%deployment WHERE uid%'
                                    AND ID <> CONNECTION_ID() AND TIME_MS > 200
                                  """)
                              .map(row -> Columns.number(row, "n"))
                              .orElse(0L))
                  > 0);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private long events() {
    return database.readOne(
        execute ->
            execute
                .get(
                    """
                    SELECT COUNT(*) AS n FROM deployment_event e
                    JOIN deployment d ON d.id = e.deployment_id
                    WHERE d.uid = ? AND e.reason = 'Tested'
                    """,
                    uid)
                .map(row -> Columns.number(row, "n"))
                .orElse(0L));
  }
}
