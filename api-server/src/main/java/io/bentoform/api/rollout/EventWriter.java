package io.bentoform.api.rollout;

import io.bentoform.api.db.Database;
import io.bentoform.api.deployment.EventStore;
import io.bentoform.api.engine.Event;
import io.bentoform.api.engine.EventSink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes the events of engines to the database, behind them: an engine never waits for the
 * database. Events that come faster than they can be written, or while the database is away, are
 * dropped.
 */
public final class EventWriter implements EventSink, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EventWriter.class.getName());
  private static final int WAITING = 10_000;
  private static final int AT_ONCE = 100;
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Database database;
  private final Clock clock;
  private final EventStore store = new EventStore();
  private final BlockingQueue<Entry> entries = new ArrayBlockingQueue<>(WAITING);
  private final Thread writer = Thread.ofVirtual().name("events").unstarted(this::write);

  private sealed interface Entry {
    record Of(String uid, Event event, Instant at) implements Entry {}

    record End() implements Entry {}
  }

  public EventWriter(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    writer.start();
  }

  @Override
  public void record(String deploymentUid, Event event) {
    if (!entries.offer(new Entry.Of(deploymentUid, event, clock.instant()))) {
      LOG.log(Level.FINE, "An event of deployment {0} was dropped", deploymentUid);
    }
  }

  private void write() {
    List<Entry> next = new ArrayList<>();
    boolean open = true;
    while (open) {
      try {
        next.add(entries.take());
        entries.drainTo(next, AT_ONCE);
        open = !next.contains(new Entry.End());
        write(next);
      } catch (InterruptedException e) {
        open = false;
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "Events could not be written and are lost", e);
      }
      next.clear();
    }
  }

  private void write(List<Entry> written) {
    database.inTransactionDo(
        execute -> {
          for (Entry entry : written) {
            if (entry instanceof Entry.Of of) {
              store.add(execute, of.uid(), of.event(), of.at());
            }
          }
        });
  }

  /** Writes what is left, for a moment. */
  @Override
  public void close() {
    try {
      if (entries.offer(new Entry.End()) && !writer.join(CLOSE)) {
        LOG.warning("The last events were not written in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
