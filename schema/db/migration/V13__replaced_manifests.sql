-- The manifest that a bento had with an archive that a later push replaced: revisions of deployments
-- may run that archive, or go back to it.
CREATE TABLE IF NOT EXISTS replaced_manifest (
  artifact_id    BIGINT   NOT NULL REFERENCES artifact (id) ON DELETE CASCADE,
  archive_digest CHAR(64) NOT NULL,
  manifest       LONGTEXT NOT NULL,
  PRIMARY KEY (artifact_id, archive_digest),
  KEY replaced_manifest_archive (archive_digest)
);
