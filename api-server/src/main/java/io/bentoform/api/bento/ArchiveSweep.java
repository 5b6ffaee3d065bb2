package io.bentoform.api.bento;

import io.bentoform.api.db.Database;
import io.bentoform.api.files.Trash;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Moves unreferenced archives to the trash: those that a later push replaced, once no revision of a
 * deployment needs them, and those whose row was never written because the server was killed.
 */
public final class ArchiveSweep implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ArchiveSweep.class.getName());
  private static final Duration PERIOD = Duration.ofMinutes(10);

  private final Database database;
  private final Archives archives;
  private final UploadStore store = new UploadStore();
  private final ArtifactUse otherUse;
  private final Trash trash;
  private final Semaphore due = new Semaphore(1);
  private final Thread sweeper = Thread.ofVirtual().name("archive-sweep").unstarted(this::work);

  public ArchiveSweep(Database database, Archives archives, ArtifactUse otherUse, Trash trash) {
    this.trash = trash;
    this.database = database;
    this.archives = archives;
    this.otherUse = otherUse;
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
      for (String digest : archives.digests()) {
        if (archives.discardUnless(digest, this::isNeeded, trash)) {
          database.inTransactionDo(execute -> store.forgetManifests(execute, digest));
        }
      }
      trash.removeExpired();
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "Unreferenced archives could not be removed", e);
    }
  }

  private boolean isNeeded(String digest) {
    return database.read(
        execute -> store.needs(execute, digest) || otherUse.needs(execute, digest));
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
