-- What each canary version of a deployment's revision runs, beside the main version of the revision itself.
CREATE TABLE IF NOT EXISTS deployment_version (
  deployment_id  BIGINT      NOT NULL,
  revision       INT         NOT NULL,
  position       INT         NOT NULL,
  label          VARCHAR(63) NOT NULL,
  bento_id       BIGINT      NOT NULL REFERENCES artifact (id),
  archive_digest CHAR(64)    NOT NULL,
  entry_service  VARCHAR(255) NOT NULL,
  PRIMARY KEY (deployment_id, revision, position),
  KEY deployment_version_archive (archive_digest),
  KEY deployment_version_bento (bento_id),
  FOREIGN KEY (deployment_id, revision)
    REFERENCES deployment_revision (deployment_id, revision) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

-- The version that uses a model; positions are counted over all versions of a revision.
ALTER TABLE deployment_model
  ADD COLUMN IF NOT EXISTS version_label VARCHAR(63) NOT NULL DEFAULT 'main' AFTER position;
