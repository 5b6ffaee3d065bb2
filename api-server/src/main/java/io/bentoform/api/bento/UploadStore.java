package io.bentoform.api.bento;

import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.db.Columns;
import io.bentoform.api.http.Json;
import io.bentoform.api.list.Selection;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The state of uploads in the rows of bentos and models. Each upload is an attempt with an id (see
 * {@link AttemptStore}), which is in the row during the upload, so that a late failure does not
 * overwrite the status of a later attempt.
 */
final class UploadStore {
  private static final int REASON = 1024;

  /** Records that an upload follows, unless one is in progress. */
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

  /** The description of a version. */
  record Said(String description, String manifest, String labels) {
    static Said of(DbRow row) {
      return new Said(text(row, "description"), text(row, "manifest"), text(row, "labels"));
    }
  }

  /** Records that an upload has begun, and locks the row of its version. */
  void begin(DbExecute execute, Artifact artifact, String attempt, Instant now) {
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
        .map(Said::of)
        .toList()
        .getFirst();
  }

  /**
   * Makes the archive and its description current. A description from after its start waits for the
   * next archive.
   *
   * @param said what was said when the upload began
   */
  void succeed(
      DbExecute execute,
      Artifact artifact,
      String attempt,
      Archives.Checked archive,
      Said said,
      Instant now) {
    Said last = last(execute, artifact);
    boolean same = last.equals(said);
    keepManifest(execute, artifact, archive.digest());
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

  /** Keeps the manifest of an archive that another one replaces. */
  private static void keepManifest(DbExecute execute, Artifact artifact, String next) {
    execute.insert(
        """
        REPLACE INTO replaced_manifest (artifact_id, archive_digest, manifest)
        SELECT id, archive_digest, manifest FROM artifact WHERE id = ? AND archive_digest <> ?
        """,
        artifact.id(),
        next);
  }

  /**
   * The manifests that versions had with archives that later pushes replaced: by the id of the
   * version and the digest of the archive.
   */
  static Map<Bentos.Ran, JsonNode> replacedManifests(DbExecute execute, List<Bentos.Ran> replaced) {
    if (replaced.isEmpty()) {
      return Map.of();
    }
    return execute
        .createQuery(
            """
            SELECT artifact_id, archive_digest, manifest FROM replaced_manifest
            WHERE artifact_id IN (%s)
            """
                .formatted(Selection.marks(replaced.size())))
        .params(replaced.stream().map(Bentos.Ran::bento).toList())
        .execute()
        .toList()
        .stream()
        .collect(
            Collectors.toMap(
                row -> new Bentos.Ran(number(row, "artifact_id"), text(row, "archive_digest")),
                row -> Json.read(text(row, "manifest"), JsonNode.class)));
  }

  /** Records a failure, unless a later attempt has begun. */
  void fail(DbExecute execute, long artifactId, String attempt, String reason, Instant now) {
    execute.update(
        """
        UPDATE artifact SET upload_status = 'failed', upload_id = NULL, upload_finished_at = ?,
                            upload_finished_reason = ?, updated_at = ?
        WHERE id = ? AND upload_id = ?
        """,
        Columns.utc(now),
        bounded(reason),
        Columns.utc(now),
        artifactId,
        attempt);
  }

  /**
   * Records the status that the client reports of an upload that did not go through this server.
   *
   * @return false while an upload is in progress
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

  /** Fails what was announced for longer, and never came. */
  void failAnnounced(DbExecute execute, Duration longer, Instant now) {
    execute.update(
        """
        UPDATE artifact SET upload_status = 'failed', upload_finished_at = ?,
                            upload_finished_reason = 'The archive never came. Push it again.',
                            updated_at = ?
        WHERE upload_status = 'uploading' AND upload_id IS NULL AND upload_started_at < ?
        """,
        Columns.utc(now),
        Columns.utc(now),
        Columns.utc(now.minus(longer)));
  }

  private static String bounded(String reason) {
    return reason.substring(0, Math.min(REASON, reason.length()));
  }
}
