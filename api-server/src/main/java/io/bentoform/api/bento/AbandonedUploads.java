package io.bentoform.api.bento;

import io.bentoform.api.bento.store.ArchiveStore;
import io.bentoform.api.db.Database;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Fails uploads that nobody ends any more, of whatever server, and removes what uploads have left
 * in the store.
 */
public final class AbandonedUploads {
  private final Database database;
  private final ArchiveStore archives;

  /** How long an archive that was announced may take to come. */
  private final Duration patience;

  private final Clock clock;
  private final UploadStore store = new UploadStore();
  private final AttemptStore attempts = new AttemptStore();

  public AbandonedUploads(Database database, Archives archives, Clock clock) {
    this.database = database;
    this.archives = archives.store();
    this.patience = archives.limits().patience();
    this.clock = clock;
  }

  /** Fails the uploads that this server received before it was killed, and removes their drafts. */
  public void endThoseOf(String server) throws IOException {
    fail(
        database.read(execute -> attempts.of(execute, server)),
        "The server stopped during the upload. Push it again.");
    removeEnded();
  }

  /** Fails what was abandoned, and removes what uploads have left. */
  void sweep() throws IOException {
    fail(database.read(attempts::abandoned), "The upload was not finished in time. Push it again.");
    database.inTransactionDo(execute -> store.failAnnounced(execute, patience, clock.instant()));
    removeEnded();
  }

  private void fail(List<AttemptStore.Attempt> uploads, String reason) {
    for (AttemptStore.Attempt upload : uploads) {
      database.inTransactionDo(
          execute -> {
            store.fail(execute, upload.artifactId(), upload.id(), reason, clock.instant());
            attempts.end(execute, upload.id());
          });
    }
  }

  private void removeEnded() throws IOException {
    for (AttemptStore.Attempt upload : database.read(attempts::ended)) {
      archives.removeDraft(upload.id(), unshared(upload));
      database.inTransactionDo(execute -> attempts.forget(execute, upload.id()));
    }
  }

  /** What it was about to publish, unless another upload does that now. */
  private Optional<String> unshared(AttemptStore.Attempt upload) {
    return Optional.ofNullable(upload.digest())
        .filter(digest -> !database.read(execute -> attempts.isPublished(execute, digest)));
  }
}
