package io.bentoform.api.bento;

import io.bentoform.api.bento.store.ArchiveStore;
import io.bentoform.api.db.Database;
import io.bentoform.api.files.Trash;
import io.helidon.dbclient.DbExecute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes away unreferenced archives: those that a later push replaced, once no revision of a
 * deployment needs them, and those whose row was never written because a server was killed. Each
 * server on a database does so; none takes what another one is about to publish.
 */
public final class ArchiveSweep implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ArchiveSweep.class.getName());
  private static final Duration PERIOD = Duration.ofMinutes(10);

  private final Database database;
  private final ArchiveStore archives;
  private final AbandonedUploads uploads;
  private final ArchiveUseStore use = new ArchiveUseStore();
  private final ArtifactUse otherUse;
  private final Trash trash;
  private final Clock clock;
  private final Semaphore due = new Semaphore(1);
  private final Thread sweeper = Thread.ofVirtual().name("archive-sweep").unstarted(this::work);

  public ArchiveSweep(
      Database database,
      ArchiveStore archives,
      AbandonedUploads uploads,
      ArtifactUse otherUse,
      Trash trash,
      Clock clock) {
    this.trash = trash;
    this.database = database;
    this.archives = archives;
    this.uploads = uploads;
    this.otherUse = otherUse;
    this.clock = clock;
  }

  /** Starts sweeping: now, on request, and periodically. */
  public void start() {
    sweeper.start();
  }

  /** Requests a sweep. */
  public void wake() {
    due.release();
  }

  private void work() {
    try {
      while (true) {
        boolean asked = due.tryAcquire(PERIOD.toSeconds(), TimeUnit.SECONDS);
        due.drainPermits();
        LOG.log(Level.FINE, asked ? "A sweep was requested" : "A periodic sweep");
        sweep();
      }
    } catch (InterruptedException e) {
      LOG.log(Level.FINE, "Archive sweeps stopped");
    }
  }

  private void sweep() {
    try {
      uploads.sweep();
      for (String digest : archives.digests()) {
        if (!database.read(execute -> isNeeded(execute, digest))) {
          database.inTransactionDo(execute -> discardUnneeded(execute, digest));
        }
      }
      archives.removeExpired();
      trash.removeExpired();
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "Unreferenced archives could not be removed", e);
    }
  }

  /** What is not needed can become so only by an upload, which waits for this. */
  private void discardUnneeded(DbExecute execute, String digest) {
    use.lock(execute);
    if (isNeeded(execute, digest)) {
      return;
    }
    try {
      if (archives.discard(digest, use.unneededSince(execute, digest, clock.instant()))) {
        use.forget(execute, digest);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isNeeded(DbExecute execute, String digest) {
    return use.needs(execute, digest) || otherUse.needs(execute, digest);
  }

  @Override
  public void close() {
    if (sweeper.getState() == Thread.State.NEW) {
      return;
    }
    sweeper.interrupt();
    try {
      sweeper.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
