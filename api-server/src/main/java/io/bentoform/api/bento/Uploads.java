package io.bentoform.api.bento;

import io.bentoform.api.access.Principal;
import io.bentoform.api.archive.ArchiveException;
import io.bentoform.api.audit.Audit;
import io.bentoform.api.db.Database;
import io.bentoform.api.db.Uid;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.StallGuard;
import io.bentoform.api.wire.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The use cases of archives: uploads through this server, checked while they arrive, and downloads.
 * A failed upload changes only the status: the previous archive stays in use.
 */
public final class Uploads {
  private static final Logger LOG = Logger.getLogger(Uploads.class.getName());

  private final Database database;
  private final UploadStore store = new UploadStore();
  private final Archives archives;
  private final Audit audit;
  private final Clock clock;
  private final Runnable wakeSweep;

  /** Who last described a version, by the version's id, until its archive is complete. */
  private final Map<Long, Describer> describers = new ConcurrentHashMap<>();

  /**
   * A token that described a version.
   *
   * @param until when its upload must have begun; after that another push may continue
   */
  private record Describer(String tokenUid, Instant until) {}

  /**
   * Wires the use cases. Uploads that a previous server began are marked as failed.
   *
   * @param wakeSweep called when an archive may no longer be needed
   */
  public Uploads(
      Database database, Archives archives, Audit audit, Clock clock, Runnable wakeSweep) {
    this.database = database;
    this.archives = archives;
    this.audit = audit;
    this.clock = clock;
    this.wakeSweep = wakeSweep;
    database.inTransactionDo(
        execute ->
            store.failAll(
                execute, "The server stopped during the upload. Push it again.", clock.instant()));
  }

  /**
   * Records who describes a version. A push is not identified otherwise (contract C7): when another
   * token describes the version before the archive arrives, the archive belongs to another
   * description.
   */
  void described(Principal principal, Artifact artifact) {
    Instant until = clock.instant().plus(archives.limits().patience());
    describers.put(artifact.id(), new Describer(principal.tokenUid(), until));
  }

  private void requireOwn(Principal principal, Artifact artifact) {
    Describer describer = describers.get(artifact.id());
    if (describer != null
        && !describer.tokenUid().equals(principal.tokenUid())
        && clock.instant().isBefore(describer.until())) {
      throw ProblemException.conflict(
          "described_anew",
          "Another token described the "
              + artifact.shown()
              + " a moment ago, so the archive of this push may not match. Wait until the"
              + " other push has ended, at most "
              + archives.limits().patience().toSeconds()
              + " seconds if it stalls, then push again with --force.");
    }
  }

  /**
   * Records that the archive follows.
   *
   * @throws ProblemException 409 when another push intervened
   */
  void start(Principal principal, Artifact artifact) {
    requireOwn(principal, artifact);
    database.inTransactionDo(execute -> store.announce(execute, artifact, clock.instant()));
  }

  /**
   * Receives the archive. The client sends nothing after it, so the upload is a success or a
   * failure when this returns (contract C7).
   *
   * @param announced the length that the client announced
   * @throws ProblemException when the archive is rejected
   * @throws IOException when the upload was interrupted; nothing of it is kept
   */
  void receive(Principal principal, Artifact artifact, InputStream content, long announced)
      throws IOException {
    requireOwn(principal, artifact);
    String attempt = Uid.next();
    UploadStore.Said said =
        database.inTransaction(execute -> store.begin(execute, artifact, attempt, clock.instant()));
    try (Archives.Stored archive =
        archives.store(artifact.repository().kind(), content, announced)) {
      succeed(principal, artifact, attempt, archive, said);
    } catch (ArchiveException e) {
      ProblemException problem = refusal(artifact, e);
      fail(artifact, attempt, problem.problem().detail(), problem);
      throw problem;
    } catch (ProblemException e) {
      fail(artifact, attempt, e.problem().detail(), e);
      throw e;
    } catch (IOException | RuntimeException e) {
      fail(artifact, attempt, "The upload was interrupted or stalled. Push it again.", e);
      throw e;
    }
    if (artifact.isUploaded()) {
      wakeSweep.run();
    }
  }

  /**
   * Reads the rest of a rejected upload unless it stalls: a client that is still sending reads the
   * response only when it is not cut off.
   */
  void discard(InputStream content) {
    try {
      StallGuard.copy(content, OutputStream.nullOutputStream(), archives.limits().patience());
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.FINE, "The client of a rejected upload disconnected", e);
    }
  }

  /** A version was deleted, so its archive may be unreferenced. */
  void removed() {
    wakeSweep.run();
  }

  private void succeed(
      Principal principal,
      Artifact artifact,
      String attempt,
      Archives.Stored archive,
      UploadStore.Said said) {
    database.inTransactionDo(
        execute -> {
          store.succeed(execute, artifact, attempt, archive, said, clock.instant());
          Map<String, ?> detail = Map.of("digest", archive.digest(), "bytes", archive.bytes());
          audit.record(execute, principal, event(artifact, "upload", detail));
        });
    describers.computeIfPresent(
        artifact.id(),
        (id, describer) -> describer.tokenUid().equals(principal.tokenUid()) ? null : describer);
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

  /** Records a failure, unless another upload of the version has begun. */
  private void fail(Artifact artifact, String attempt, String reason, Exception cause) {
    try {
      database.inTransactionDo(
          execute -> store.fail(execute, artifact, attempt, reason, clock.instant()));
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /**
   * Ends an upload that did not go through this server: that of a bento for development, which has
   * no archive, or one that the client aborted.
   *
   * @param status {@code success} or {@code failed}
   */
  void finish(
      Principal principal, Artifact artifact, @Nullable String status, @Nullable String reason) {
    UploadStatus ended = ended(status);
    boolean mayHaveNone = artifact.isForDevelopment() || artifact.isKeptElsewhere();
    if (ended == UploadStatus.SUCCESS && !artifact.isUploaded() && !mayHaveNone) {
      throw ProblemException.conflict(
          "archive_missing",
          "The archive of the " + artifact.shown() + " is missing. Upload it first.");
    }
    String text = reason == null ? "" : reason;
    database.inTransactionDo(
        execute -> {
          if (!store.finish(execute, artifact, ended, text, clock.instant())) {
            throw ProblemException.conflict(
                "upload_goes_on",
                "The archive of the "
                    + artifact.shown()
                    + " is being uploaded. Wait until that has ended.");
          }
          Map<String, ?> detail = Map.of("status", ended.wire());
          audit.record(execute, principal, event(artifact, "finish_upload", detail));
        });
  }

  private static UploadStatus ended(@Nullable String status) {
    if (UploadStatus.SUCCESS.wire().equals(status)) {
      return UploadStatus.SUCCESS;
    } else if (UploadStatus.FAILED.wire().equals(status)) {
      return UploadStatus.FAILED;
    }
    throw ProblemException.invalid(
        List.of(new Violation("/status", "not_a_status", "The status is success or failed.")));
  }

  /** An open archive, which can be read even when it is removed meanwhile. */
  record Download(InputStream content, long bytes) {}

  Download open(Artifact artifact) throws IOException {
    if (!artifact.isUploaded()) {
      String why =
          artifact.isKeptElsewhere()
              ? " has no archive: its files are on Hugging Face."
              : " has no archive yet: its upload is "
                  + artifact.upload().status().wire()
                  + ". Push it first.";
      throw ProblemException.notFound("The " + artifact.shown() + why);
    }
    Path archive = archives.path(Objects.requireNonNull(artifact.digest()));
    try {
      long bytes = Files.size(archive);
      return new Download(Files.newInputStream(archive), bytes);
    } catch (NoSuchFileException e) {
      throw ProblemException.notFound(
          "The archive of the "
              + artifact.shown()
              + " is no longer in the server's data folder. Push it again with --force.");
    }
  }

  /** Sends an archive at the pace of the client, unless that stalls. */
  void send(InputStream content, OutputStream to) throws IOException {
    try {
      StallGuard.copy(content, to, archives.limits().patience());
    } catch (IOException e) {
      // Failures of the client are unchecked exceptions of the web server.
      LOG.log(Level.SEVERE, "An archive cannot be read completely", e);
      throw e;
    }
  }

  private static Audit.Event event(Artifact artifact, String action, Map<String, ?> detail) {
    String word = artifact.repository().kind().word();
    return new Audit.Event(word + "." + action, word, "", artifact.tag(), detail);
  }
}
