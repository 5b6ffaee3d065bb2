-- Each upload in progress has a row, so that all servers on this database know of it: what it is about to publish is
-- needed, and what a server that is gone has left of it can be removed.
CREATE TABLE IF NOT EXISTS artifact_upload (
  attempt        CHAR(24)    NOT NULL PRIMARY KEY,
  -- No foreign key: what was uploaded must be removed even when the version is gone.
  artifact_id    BIGINT      NOT NULL,
  -- The server that receives it; NULL while the client brings it to the store itself.
  server_id      CHAR(24),
  -- The id of a multipart upload in the store.
  store_upload   VARCHAR(1024),
  -- Once it is known what comes.
  archive_digest CHAR(64),
  -- What was said of the version when the upload began.
  description    MEDIUMTEXT  NOT NULL,
  manifest       JSON        NOT NULL,
  labels         JSON        NOT NULL,
  begun_at       DATETIME(6) NOT NULL,
  -- What it has left in the store can be removed.
  ended          BOOLEAN     NOT NULL DEFAULT FALSE,
  KEY artifact_upload_archive (archive_digest)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

-- Archives of the store that nothing needs, and since when that is known.
CREATE TABLE IF NOT EXISTS unneeded_archive (
  archive_digest CHAR(64)    NOT NULL PRIMARY KEY,
  since          DATETIME(6) NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

-- Locked by who takes an archive away, and shared by those who are about to publish one.
CREATE TABLE IF NOT EXISTS archive_removal (
  singleton BOOLEAN NOT NULL DEFAULT TRUE PRIMARY KEY CHECK (singleton)
) ENGINE = InnoDB;
INSERT IGNORE INTO archive_removal () VALUES ();

-- Whose description of a version waits for its archive, and how long another one must wait.
ALTER TABLE artifact
  ADD COLUMN IF NOT EXISTS described_by    CHAR(24)    AFTER next_labels,
  ADD COLUMN IF NOT EXISTS described_until DATETIME(6) AFTER described_by;

-- The uploads of the server before this one ended with it.
UPDATE artifact SET upload_status = 'failed', upload_id = NULL, upload_finished_at = NOW(6),
                    upload_finished_reason = 'The server stopped during the upload. Push it again.'
WHERE upload_status = 'uploading' OR upload_id IS NOT NULL;
