package io.bentoform.api.bento;

import io.bentoform.api.db.Columns;
import io.helidon.dbclient.DbExecute;
import java.time.Instant;

/** Which archives are needed, and since when others are not, for all servers. */
final class ArchiveUseStore {
  private final AttemptStore attempts = new AttemptStore();

  /** Whether the archive is the one of a bento or a model, or is about to be. */
  boolean needs(DbExecute execute, String digest) {
    // In this order: an upload ends in the transaction in which its version gets the archive.
    return attempts.isPublished(execute, digest)
        || execute
            .get("SELECT id FROM artifact WHERE archive_digest = ? LIMIT 1", digest)
            .isPresent();
  }

  /** Until the transaction ends, no upload begins to publish an archive. */
  void lock(DbExecute execute) {
    execute.get("SELECT singleton FROM archive_removal FOR UPDATE");
  }

  /** Since when nothing needs an archive: now, unless that was recorded before. */
  Instant unneededSince(DbExecute execute, String digest, Instant now) {
    execute.insert(
        "INSERT IGNORE INTO unneeded_archive (archive_digest, since) VALUES (?, ?)",
        digest,
        Columns.utc(now));
    return execute
        .get("SELECT since FROM unneeded_archive WHERE archive_digest = ?", digest)
        .map(row -> Columns.time(row, "since"))
        .orElse(now);
  }

  /** Forgets an archive that is no longer there, with the manifests that came with it. */
  void forget(DbExecute execute, String digest) {
    execute.delete("DELETE FROM unneeded_archive WHERE archive_digest = ?", digest);
    execute.delete("DELETE FROM replaced_manifest WHERE archive_digest = ?", digest);
  }
}
