package io.bentoform.api.bento;

import static io.bentoform.api.db.Columns.text;

import io.bentoform.api.db.Columns;
import io.helidon.dbclient.DbExecute;
import java.time.Instant;

/**
 * The state of uploads in the rows of bentos and models. Each upload is an attempt with an id,
 * which stands in the row while the upload goes on, so that one that fails late does not speak for
 * one that began after it.
 */
final class UploadStore {
  private static final int REASON = 1024;

  /** An upload is to follow; where one goes on already, its state counts. */
  void announce(DbExecute execute, Artifact artifact, Instant now) {
    execute.update(
        """
        UPDATE artifact SET upload_status = 'uploading', upload_started_at = ?,
                            upload_finished_at = NULL, upload_finished_reason = '', updated_at = ?
        WHERE id = ? AND upload_id IS NULL
        """,
        Columns.utc(now),
        Columns.utc(now),
        artifact.id());
  }

  /**
   * What was said of a version, in the form in which it is stored. An upload takes it along when it
   * begins: what somebody says after that belongs to another archive.
   */
  record Said(String description, String manifest, String labels) {}

  Said begin(DbExecute execute, Artifact artifact, String attempt, Instant now) {
    execute.update(
        """
        UPDATE artifact SET upload_status = 'uploading', upload_id = ?, upload_started_at = ?,
                            upload_finished_at = NULL, upload_finished_reason = '', updated_at = ?
        WHERE id = ?
        """,
        attempt,
        Columns.utc(now),
        Columns.utc(now),
        artifact.id());
    return last(execute, artifact);
  }

  private static Said last(DbExecute execute, Artifact artifact) {
    return execute
        .query(
            """
            SELECT COALESCE(next_description, description) AS description,
                   COALESCE(next_manifest, manifest) AS manifest,
                   COALESCE(next_labels, labels) AS labels
            FROM artifact WHERE id = ? FOR UPDATE
            """,
            artifact.id())
        .map(row -> new Said(text(row, "description"), text(row, "manifest"), text(row, "labels")))
        .toList()
        .getFirst();
  }

  /**
   * The archive is there, and what was said about it is current from now on. What was said since it
   * began waits for the next one.
   */
  void succeed(
      DbExecute execute,
      Artifact artifact,
      String attempt,
      Archives.Stored archive,
      Said said,
      Instant now) {
    Said last = last(execute, artifact);
    boolean same = last.equals(said);
    execute.update(
        """
        UPDATE artifact SET upload_status = 'success', upload_id = NULLIF(upload_id, ?),
                            upload_finished_at = ?, upload_finished_reason = '',
                            archive_digest = ?, archive_size = ?,
                            description = ?, manifest = ?, labels = ?,
                            next_description = ?, next_manifest = ?, next_labels = ?,
                            updated_at = ?
        WHERE id = ?
        """,
        attempt,
        Columns.utc(now),
        archive.digest(),
        archive.bytes(),
        said.description(),
        said.manifest(),
        said.labels(),
        same ? null : last.description(),
        same ? null : last.manifest(),
        same ? null : last.labels(),
        Columns.utc(now),
        artifact.id());
  }

  /** Unless another attempt began meanwhile: then its state counts. */
  void fail(DbExecute execute, Artifact artifact, String attempt, String reason, Instant now) {
    execute.update(
        """
        UPDATE artifact SET upload_status = 'failed', upload_id = NULL, upload_finished_at = ?,
                            upload_finished_reason = ?, updated_at = ?
        WHERE id = ? AND upload_id = ?
        """,
        Columns.utc(now),
        bounded(reason),
        Columns.utc(now),
        artifact.id(),
        attempt);
  }

  /**
   * What the client says of an upload of which this server saw nothing.
   *
   * @return whether it is so: not while an upload goes on
   */
  boolean finish(
      DbExecute execute, Artifact artifact, UploadStatus status, String reason, Instant now) {
    long finished =
        execute.update(
            """
            UPDATE artifact SET upload_status = ?, upload_finished_at = ?,
                                upload_finished_reason = ?, updated_at = ?
            WHERE id = ? AND upload_id IS NULL
            """,
            status.wire(),
            Columns.utc(now),
            bounded(reason),
            Columns.utc(now),
            artifact.id());
    return finished > 0;
  }

  /** No upload goes on. */
  void failAll(DbExecute execute, String reason, Instant now) {
    execute.update(
        """
        UPDATE artifact SET upload_status = 'failed', upload_id = NULL, upload_finished_at = ?,
                            upload_finished_reason = ?, updated_at = ?
        WHERE upload_status = 'uploading' OR upload_id IS NOT NULL
        """,
        Columns.utc(now),
        reason,
        Columns.utc(now));
  }

  /** Whether the archive is the one of a bento or a model. */
  boolean needs(DbExecute execute, String digest) {
    return execute
        .get("SELECT id FROM artifact WHERE archive_digest = ? LIMIT 1", digest)
        .isPresent();
  }

  private static String bounded(String reason) {
    return reason.substring(0, Math.min(REASON, reason.length()));
  }
}
