-- Bentos and models have one shape, so they share their tables; the kind tells them apart.
-- MariaDB commits each statement alone, so each here can be repeated after a server that was killed between two.
RENAME TABLE IF EXISTS bento_repository TO artifact_repository;
RENAME TABLE IF EXISTS bento TO artifact;

ALTER TABLE artifact_repository
  ADD COLUMN IF NOT EXISTS kind VARCHAR(16) NOT NULL DEFAULT 'bento' AFTER organization_id,
  DROP KEY IF EXISTS bento_repository_name,
  ADD UNIQUE KEY IF NOT EXISTS artifact_repository_name (organization_id, kind, name);

ALTER TABLE artifact_repository ALTER COLUMN kind DROP DEFAULT;

ALTER TABLE artifact
  -- The attempt that began last: one that fails late does not speak for it.
  ADD COLUMN IF NOT EXISTS upload_id CHAR(24) AFTER upload_status,
  RENAME KEY IF EXISTS bento_version TO artifact_version,
  ADD KEY IF NOT EXISTS artifact_archive (archive_digest);

ALTER TABLE deployment_revision ADD KEY IF NOT EXISTS deployment_revision_archive (archive_digest);

-- Which stored models a deployment revision uses, with their archives when it was accepted: a model
-- may be pushed again with other content.
CREATE TABLE IF NOT EXISTS deployment_model (
  deployment_id  BIGINT      NOT NULL,
  revision       INT         NOT NULL,
  position       INT         NOT NULL,
  model_name     VARCHAR(63) NOT NULL,
  model_version  VARCHAR(63) NOT NULL,
  archive_digest CHAR(64)    NOT NULL,
  PRIMARY KEY (deployment_id, revision, position),
  KEY deployment_model_archive (archive_digest),
  FOREIGN KEY (deployment_id, revision)
    REFERENCES deployment_revision (deployment_id, revision) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
