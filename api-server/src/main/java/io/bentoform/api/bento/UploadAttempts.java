package io.bentoform.api.bento;

import io.bentoform.api.access.Principal;
import io.bentoform.api.archive.ArchiveException;
import io.bentoform.api.audit.Audit;
import io.bentoform.api.bento.store.Unpublished;
import io.bentoform.api.db.Database;
import io.bentoform.api.db.Uid;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.wire.Violation;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What uploads have in common, however an archive comes: how they begin and end in the database. A
 * failed upload changes only the status: the previous archive stays in use.
 */
final class UploadAttempts {
  private final Database database;
  private final Audit audit;
  private final Clock clock;
  private final Duration patience;
  private final Runnable wakeSweep;
  private final UploadStore store = new UploadStore();
  private final AttemptStore attempts = new AttemptStore();
  private final DescriberStore describers = new DescriberStore();

  /**
   * Wires the use cases.
   *
   * @param patience how long another token must wait for the upload of who described a version
   * @param wakeSweep called when an archive may no longer be needed
   */
  UploadAttempts(
      Database database, Audit audit, Clock clock, Duration patience, Runnable wakeSweep) {
    this.database = database;
    this.patience = patience;
    this.audit = audit;
    this.clock = clock;
    this.wakeSweep = wakeSweep;
  }

  /** The work of one upload, from when it has begun. */
  interface Work {
    void run(String attempt) throws IOException;
  }

  /**
   * Begins an upload.
   *
   * @param server that receives it; null when the client brings it to the store itself
   * @throws ProblemException 409 when another push intervened
   */
  String begin(Principal principal, Artifact artifact, @Nullable String server) {
    String attempt = Uid.next();
    database.inTransactionDo(
        execute -> {
          describers.requireOwn(execute, artifact, principal.tokenUid(), patience);
          store.begin(execute, artifact, attempt, clock.instant());
          attempts.begin(execute, artifact, attempt, server);
        });
    return attempt;
  }

  /**
   * Does what is left of an upload; when that fails, the upload has failed.
   *
   * @throws ProblemException when the archive is rejected
   * @throws IOException when the upload was interrupted; nothing of it is kept
   */
  void run(Artifact artifact, String attempt, Work work) throws IOException {
    try {
      work.run(attempt);
    } catch (ArchiveException e) {
      ProblemException problem = refusal(artifact, e);
      fail(artifact.id(), attempt, problem.problem().detail(), problem);
      throw problem;
    } catch (ProblemException e) {
      fail(artifact.id(), attempt, e.problem().detail(), e);
      throw e;
    } catch (IOException | RuntimeException e) {
      fail(artifact.id(), attempt, "The upload was interrupted or stalled. Push it again.", e);
      throw e;
    }
    if (artifact.isUploaded()) {
      wakeSweep.run();
    }
  }

  /** Publishes an archive that was checked, and makes it the one of its version. */
  void publish(
      Principal principal,
      Artifact artifact,
      String attempt,
      Unpublished upload,
      Archives.Checked archive)
      throws IOException {
    boolean goesOn =
        database.inTransaction(execute -> attempts.publishes(execute, attempt, archive.digest()));
    if (!goesOn) {
      throw givenUp(artifact);
    }
    upload.publish(archive.digest());
    database.inTransactionDo(
        execute -> {
          UploadStore.Said said =
              attempts.said(execute, attempt).orElseThrow(() -> givenUp(artifact));
          store.succeed(execute, artifact, attempt, archive, said, clock.instant());
          attempts.end(execute, attempt);
          describers.release(execute, artifact, principal.tokenUid());
          audit.record(
              execute,
              principal,
              artifact.event(
                  "upload", Map.of("digest", archive.digest(), "bytes", archive.bytes())));
        });
  }

  private static ProblemException givenUp(Artifact artifact) {
    return ProblemException.conflict(
        "upload_given_up",
        "This upload of the "
            + artifact.shown()
            + " took too long and was given up. Push it again.");
  }

  private static ProblemException refusal(Artifact artifact, ArchiveException refused) {
    return ProblemException.invalid(
        List.of(
            new Violation(
                "",
                "archive_invalid",
                "The archive of the "
                    + artifact.shown()
                    + " "
                    + refused.getMessage()
                    + ". It is not used; push it again.")));
  }

  /** Records a failure; the status is that of the last upload of the version. */
  private void fail(long artifactId, String attempt, String reason, Exception cause) {
    try {
      fail(artifactId, attempt, reason);
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /** As {@link #run} does for an upload that fails. */
  void fail(long artifactId, String attempt, String reason) {
    database.inTransactionDo(
        execute -> {
          store.fail(execute, artifactId, attempt, reason, clock.instant());
          attempts.end(execute, attempt);
        });
    wakeSweep.run();
  }
}
