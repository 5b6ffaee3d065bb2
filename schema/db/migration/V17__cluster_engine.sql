-- What runs the deployments of a cluster. The settings are JSON without any credentials; the version grows with
-- each change, so that every server notices it.
ALTER TABLE cluster
  ADD COLUMN IF NOT EXISTS engine_type     VARCHAR(31) NOT NULL DEFAULT 'local',
  ADD COLUMN IF NOT EXISTS engine_version  INT         NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS engine_settings MEDIUMTEXT  NOT NULL DEFAULT '{}';

-- The kubeconfig and the environment variables of builds, sealed with the organization's data key. The version is
-- that of the settings in which the value changed.
CREATE TABLE IF NOT EXISTS cluster_engine_value (
  cluster_id       BIGINT       NOT NULL,
  name             VARCHAR(255) NOT NULL,
  version          INT          NOT NULL,
  data_key_version INT          NOT NULL,
  sealed           MEDIUMBLOB   NOT NULL,
  PRIMARY KEY (cluster_id, name),
  FOREIGN KEY (cluster_id) REFERENCES cluster (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
