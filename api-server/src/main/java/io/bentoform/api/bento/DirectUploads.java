package io.bentoform.api.bento;

import io.bentoform.api.access.Principal;
import io.bentoform.api.bento.store.DirectTransfers;
import io.bentoform.api.bento.store.Uploaded;
import io.bentoform.api.db.Database;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.wire.Violation;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Archives that clients bring to the store, and fetch from it, with presigned addresses (contract
 * C7). An archive is checked as soon as it is complete, with the same rules as one that comes
 * through this server; before that it is not there for anybody.
 */
public final class DirectUploads {
  private static final String PRESIGNED = "presigned_url";
  private static final String PROXY = "proxy";

  private final Database database;
  private final Archives archives;
  private final UploadAttempts attempts;
  private final Optional<DirectTransfers> transfers;
  private final AttemptStore store = new AttemptStore();

  DirectUploads(Database database, Archives archives, UploadAttempts attempts) {
    this.database = database;
    this.archives = archives;
    this.attempts = attempts;
    this.transfers = archives.store().direct();
  }

  /** The transmission strategy (contract 3.7) that clients are told. */
  public String strategy() {
    return transfers.map(DirectTransfers::isPreferred).orElse(false) ? PRESIGNED : PROXY;
  }

  private DirectTransfers required() {
    return transfers.orElseThrow(
        () ->
            ProblemException.notFound(
                "This server has no presigned addresses: its archives are in a folder. Send the"
                    + " archive through the server (transmission strategy proxy)."));
  }

  /**
   * Begins a multipart upload.
   *
   * @return its id for the client
   */
  String startMultipart(Principal principal, Artifact artifact) throws IOException {
    DirectTransfers direct = required();
    String begun = attempts.begin(principal, artifact, null);
    attempts.run(
        artifact,
        begun,
        attempt -> {
          String id = direct.begin(attempt);
          database.inTransactionDo(execute -> store.inStore(execute, attempt, id));
        });
    return begun;
  }

  /** The address for one part of a multipart upload. */
  URI partAddress(Artifact artifact, String uploadId, int number) {
    DirectTransfers direct = required();
    AttemptStore.Attempt attempt = multipart(artifact, uploadId);
    if (number < 1 || number > DirectTransfers.PARTS) {
      throw ProblemException.invalid(
          List.of(
              new Violation(
                  "/part_number",
                  "out_of_range",
                  "The number of a part is 1 to " + DirectTransfers.PARTS + ".")));
    }
    return direct.partAddress(attempt.id(), Objects.requireNonNull(attempt.storeUpload()), number);
  }

  private AttemptStore.Attempt multipart(Artifact artifact, String uploadId) {
    return database
        .read(execute -> store.direct(execute, artifact, uploadId))
        .filter(attempt -> attempt.storeUpload() != null)
        .orElseThrow(
            () ->
                ProblemException.conflict(
                    "no_such_upload",
                    "There is no multipart upload with this id of the "
                        + artifact.shown()
                        + ", or it has ended. Push it again."));
  }

  /**
   * Puts the parts together and checks the archive. The client ends the upload afterwards, which
   * has ended here already.
   *
   * @throws ProblemException when the archive is rejected, or not there
   */
  void complete(
      Principal principal, Artifact artifact, String uploadId, List<DirectTransfers.Part> parts)
      throws IOException {
    DirectTransfers direct = required();
    AttemptStore.Attempt attempt = multipart(artifact, uploadId);
    attempts.run(
        artifact,
        attempt.id(),
        id -> {
          direct.complete(id, Objects.requireNonNull(attempt.storeUpload()), parts);
          publish(direct, principal, artifact, id);
        });
  }

  private void publish(
      DirectTransfers direct, Principal principal, Artifact artifact, String attempt)
      throws IOException {
    try (Uploaded uploaded =
        direct.uploaded(attempt).orElseThrow(() -> Uploads.missing(artifact))) {
      archives.requireSize(uploaded.content().bytes());
      Archives.Checked checked = Archives.check(artifact.repository().kind(), uploaded.content());
      attempts.publish(principal, artifact, attempt, uploaded, checked);
    }
  }

  /** The address for the whole archive; empty when it is to go through the server. */
  Optional<URI> uploadAddress(Principal principal, Artifact artifact) {
    return transfers.map(direct -> direct.uploadAddress(attempts.begin(principal, artifact, null)));
  }

  /**
   * The address of the archive; empty when it goes through the server, or is kept elsewhere.
   *
   * @throws ProblemException 404 when there is no archive
   */
  Optional<URI> downloadAddress(Artifact artifact) {
    if (transfers.isEmpty() || artifact.isKeptElsewhere()) {
      return Optional.empty();
    }
    artifact.requireArchive();
    return transfers.map(
        direct -> direct.downloadAddress(Objects.requireNonNull(artifact.digest())));
  }

  /**
   * Takes what the client says at the end of an upload: an archive that came as a whole is checked
   * now, and an upload that failed is given up.
   */
  void end(Principal principal, Artifact artifact, UploadStatus status, String reason)
      throws IOException {
    Optional<AttemptStore.Attempt> last = database.read(execute -> store.direct(execute, artifact));
    if (last.isEmpty()) {
      return;
    }
    String id = last.get().id();
    if (status == UploadStatus.FAILED) {
      attempts.fail(artifact.id(), id, reason);
    } else if (last.get().storeUpload() == null) {
      attempts.run(artifact, id, attempt -> publish(required(), principal, artifact, attempt));
    }
  }
}
