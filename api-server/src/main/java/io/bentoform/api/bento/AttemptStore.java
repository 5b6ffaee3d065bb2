package io.bentoform.api.bento;

import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.text;
import static io.bentoform.api.db.Columns.textOrNull;

import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The uploads of all servers, each in a row from before anything of it is stored until all that it
 * may have left in the store is removed.
 */
final class AttemptStore {
  /** A client may bring an archive to the store itself for so long. */
  private static final int DIRECT_HOURS = 24;

  /** A server that was not heard of for so long is gone. */
  private static final int GONE_MINUTES = 5;

  private static final String COLUMNS =
      "SELECT attempt, artifact_id, server_id, store_upload, archive_digest FROM artifact_upload ";

  /**
   * An upload that has not ended.
   *
   * @param server that receives it; null while the client brings it to the store itself
   * @param storeUpload its id as a multipart upload in the store
   * @param digest of the archive that it publishes, once it is known
   */
  record Attempt(
      String id,
      long artifactId,
      @Nullable String server,
      @Nullable String storeUpload,
      @Nullable String digest) {

    private static Attempt of(DbRow row) {
      return new Attempt(
          text(row, "attempt"),
          number(row, "artifact_id"),
          textOrNull(row, "server_id"),
          textOrNull(row, "store_upload"),
          textOrNull(row, "archive_digest"));
    }
  }

  /** Records an upload, with the description of its version as it is now. */
  void begin(DbExecute execute, Artifact artifact, String attempt, @Nullable String server) {
    execute.insert(
        """
        INSERT INTO artifact_upload (attempt, artifact_id, server_id, description, manifest, labels,
                                     begun_at)
        SELECT ?, id, ?, COALESCE(next_description, description),
               COALESCE(next_manifest, manifest), COALESCE(next_labels, labels), NOW(6)
        FROM artifact WHERE id = ?
        """,
        attempt,
        server,
        artifact.id());
  }

  /** Records under which id the store knows a multipart upload. */
  void inStore(DbExecute execute, String attempt, String storeUpload) {
    execute.update(
        "UPDATE artifact_upload SET store_upload = ? WHERE attempt = ?", storeUpload, attempt);
  }

  /**
   * The upload that the client itself brings to the store, if it is the last one of its version.
   */
  Optional<Attempt> direct(DbExecute execute, Artifact artifact) {
    return execute
        .query(
            COLUMNS
                + """
                WHERE attempt = (SELECT upload_id FROM artifact WHERE id = ?)
                  AND server_id IS NULL AND NOT ended
                """,
            artifact.id())
        .map(Attempt::of)
        .toList()
        .stream()
        .findFirst();
  }

  /** An upload of this version that the client itself brings to the store. */
  Optional<Attempt> direct(DbExecute execute, Artifact artifact, String attempt) {
    return execute
        .query(
            COLUMNS + "WHERE attempt = ? AND artifact_id = ? AND server_id IS NULL AND NOT ended",
            attempt,
            artifact.id())
        .map(Attempt::of)
        .toList()
        .stream()
        .findFirst();
  }

  /**
   * Has an archive stay, which the upload is about to publish.
   *
   * @return false when the upload has been given up
   */
  boolean publishes(DbExecute execute, String attempt, String digest) {
    execute.get("SELECT singleton FROM archive_removal LOCK IN SHARE MODE");
    execute.delete("DELETE FROM unneeded_archive WHERE archive_digest = ?", digest);
    return execute.update(
            "UPDATE artifact_upload SET archive_digest = ? WHERE attempt = ? AND NOT ended",
            digest,
            attempt)
        > 0;
  }

  /** What was said when the upload began; empty when it has ended. */
  Optional<UploadStore.Said> said(DbExecute execute, String attempt) {
    return execute
        .query(
            """
            SELECT description, manifest, labels FROM artifact_upload
            WHERE attempt = ? AND NOT ended FOR UPDATE
            """,
            attempt)
        .map(UploadStore.Said::of)
        .toList()
        .stream()
        .findFirst();
  }

  /** Records that nothing comes of it any more, and that what it has left can be removed. */
  void end(DbExecute execute, String attempt) {
    execute.update("UPDATE artifact_upload SET ended = TRUE WHERE attempt = ?", attempt);
  }

  /** The uploads in progress of this server. */
  List<Attempt> of(DbExecute execute, String server) {
    return execute
        .query(COLUMNS + "WHERE server_id = ? AND NOT ended", server)
        .map(Attempt::of)
        .toList();
  }

  /** The uploads in progress that nobody will end: of servers that are gone, or of clients. */
  List<Attempt> abandoned(DbExecute execute) {
    return execute
        .query(
            COLUMNS
                + """
                WHERE NOT ended AND (
                  server_id IS NULL AND begun_at < NOW(6) - INTERVAL ? HOUR
                  OR begun_at < NOW(6) - INTERVAL ? MINUTE AND server_id NOT IN (
                    SELECT id FROM server WHERE seen_at > NOW(6) - INTERVAL ? MINUTE))
                """,
            DIRECT_HOURS,
            GONE_MINUTES,
            GONE_MINUTES)
        .map(Attempt::of)
        .toList();
  }

  /** The uploads that have ended and may have left something. */
  List<Attempt> ended(DbExecute execute) {
    return execute.query(COLUMNS + "WHERE ended").map(Attempt::of).toList();
  }

  /** Whether an upload in progress publishes this archive. */
  boolean isPublished(DbExecute execute, String digest) {
    return execute
        .get(
            "SELECT attempt FROM artifact_upload WHERE archive_digest = ? AND NOT ended LIMIT 1",
            digest)
        .isPresent();
  }

  void forget(DbExecute execute, String attempt) {
    execute.delete("DELETE FROM artifact_upload WHERE attempt = ?", attempt);
  }
}
