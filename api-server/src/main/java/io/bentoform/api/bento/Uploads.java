package io.bentoform.api.bento;

import io.bentoform.api.access.Principal;
import io.bentoform.api.archive.ArchiveContent;
import io.bentoform.api.audit.Audit;
import io.bentoform.api.bento.store.Draft;
import io.bentoform.api.db.Database;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.StallGuard;
import io.bentoform.api.wire.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The use cases of archives: uploads through this server, checked while they arrive, and downloads.
 */
public final class Uploads {
  private static final Logger LOG = Logger.getLogger(Uploads.class.getName());

  private final Database database;
  private final UploadStore store = new UploadStore();
  private final DescriberStore describers = new DescriberStore();
  private final Archives archives;
  private final UploadAttempts attempts;
  private final Audit audit;
  private final Clock clock;
  private final String server;
  private final Runnable wakeSweep;

  /**
   * Wires the use cases.
   *
   * @param server the id of this server
   * @param wakeSweep called when an archive may no longer be needed
   */
  public Uploads(
      Database database,
      Archives archives,
      Audit audit,
      Clock clock,
      String server,
      Runnable wakeSweep) {
    this.database = database;
    this.archives = archives;
    this.attempts =
        new UploadAttempts(database, audit, clock, archives.limits().patience(), wakeSweep);
    this.audit = audit;
    this.clock = clock;
    this.server = server;
    this.wakeSweep = wakeSweep;
  }

  /** The uploads that clients bring to the store themselves, where that is possible. */
  public DirectUploads direct() {
    return new DirectUploads(database, archives, attempts);
  }

  private Duration patience() {
    return archives.limits().patience();
  }

  /** Records who describes a version: its archive must be of the same token. */
  void described(Principal principal, Artifact artifact) {
    database.inTransactionDo(
        execute -> describers.record(execute, artifact, principal.tokenUid(), patience()));
  }

  /**
   * Records that the archive follows.
   *
   * @throws ProblemException 409 when another push intervened
   */
  void start(Principal principal, Artifact artifact) {
    database.inTransactionDo(
        execute -> {
          describers.requireOwn(execute, artifact, principal.tokenUid(), patience());
          store.announce(execute, artifact, clock.instant());
        });
  }

  /**
   * Receives the archive. The client sends nothing after it, so the upload is a success or a
   * failure when this returns (contract C7).
   *
   * @param announced the length that the client announced
   * @throws ProblemException when the archive is rejected, or too large, or the store too full or
   *     not there
   * @throws IOException when the upload was interrupted; nothing of it is kept
   */
  void receive(Principal principal, Artifact artifact, InputStream content, long announced)
      throws IOException {
    attempts.run(
        artifact,
        attempts.begin(principal, artifact, server),
        attempt -> {
          archives.requireSize(announced);
          try (Draft draft = archives.store().begin(attempt, announced)) {
            Archives.Checked checked =
                archives.receive(artifact.repository().kind(), content, announced, draft.content());
            attempts.publish(principal, artifact, attempt, draft, checked);
          }
        });
  }

  /**
   * Reads the rest of a rejected upload unless it stalls: a client that is still sending reads the
   * response only when it is not cut off.
   */
  void discard(InputStream content) {
    try {
      StallGuard.copy(content, OutputStream.nullOutputStream(), patience());
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.FINE, "The client of a rejected upload disconnected", e);
    }
  }

  /** A version was deleted, so its archive may be unreferenced. */
  void removed() {
    wakeSweep.run();
  }

  /**
   * Ends an upload that did not go through this server: that of a bento for development, which has
   * no archive, or one that the client aborted, or brought to the store itself.
   *
   * @param status {@code success} or {@code failed}
   */
  void finish(Principal principal, Artifact artifact, UploadStatus status, String reason) {
    boolean mayHaveNone = artifact.isForDevelopment() || artifact.isKeptElsewhere();
    if (status == UploadStatus.SUCCESS && !artifact.isUploaded() && !mayHaveNone) {
      throw missing(artifact);
    }
    database.inTransactionDo(
        execute -> {
          if (!store.finish(execute, artifact, status, reason, clock.instant())) {
            throw ProblemException.conflict(
                "upload_goes_on",
                "The archive of the "
                    + artifact.shown()
                    + " is being uploaded. Wait until that has ended.");
          }
          audit.record(
              execute, principal, artifact.event("finish_upload", Map.of("status", status.wire())));
        });
  }

  static ProblemException missing(Artifact artifact) {
    return ProblemException.conflict(
        "archive_missing",
        "The archive of the " + artifact.shown() + " is missing. Upload it first.");
  }

  /** The status with which a client ends an upload. */
  static UploadStatus ended(@Nullable String status) {
    if (UploadStatus.SUCCESS.wire().equals(status)) {
      return UploadStatus.SUCCESS;
    } else if (UploadStatus.FAILED.wire().equals(status)) {
      return UploadStatus.FAILED;
    }
    throw ProblemException.invalid(
        List.of(new Violation("/status", "not_a_status", "The status is success or failed.")));
  }

  /**
   * Opens an archive.
   *
   * @throws ProblemException 404 when there is none
   */
  ArchiveContent open(Artifact artifact) throws IOException {
    artifact.requireArchive();
    try {
      return archives.store().open(Objects.requireNonNull(artifact.digest()));
    } catch (NoSuchFileException e) {
      throw ProblemException.notFound(
          "The archive of the "
              + artifact.shown()
              + " is no longer in the server's archive store. Push it again with --force.");
    }
  }

  /** Sends an archive at the pace of the client, unless that stalls. */
  void send(InputStream content, OutputStream to) throws IOException {
    try {
      StallGuard.copy(content, to, patience());
    } catch (IOException e) {
      // Failures of the client are unchecked exceptions of the web server.
      LOG.log(Level.SEVERE, "An archive cannot be read completely", e);
      throw e;
    }
  }
}
