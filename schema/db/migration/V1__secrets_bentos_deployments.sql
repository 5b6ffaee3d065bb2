-- The control plane's tables. Times are UTC with microseconds. Names and keys compare byte by byte, and
-- a blank at the end counts: an environment variable differs from another one in case alone.

CREATE TABLE organization (
  id          BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uid         CHAR(24)     NOT NULL UNIQUE,
  name        VARCHAR(63)  NOT NULL UNIQUE,
  description VARCHAR(1024) NOT NULL DEFAULT '',
  created_at  DATETIME(6)  NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE user_account (
  id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uid             CHAR(24)     NOT NULL UNIQUE,
  organization_id BIGINT       NOT NULL REFERENCES organization (id),
  name            VARCHAR(63)  NOT NULL,
  email           VARCHAR(254) NOT NULL,
  first_name      VARCHAR(128) NOT NULL DEFAULT '',
  last_name       VARCHAR(128) NOT NULL DEFAULT '',
  created_at      DATETIME(6)  NOT NULL,
  UNIQUE KEY user_account_name (organization_id, name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE api_token (
  id           BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uid          CHAR(24)     NOT NULL UNIQUE,
  user_id      BIGINT       NOT NULL REFERENCES user_account (id),
  name         VARCHAR(63)  NOT NULL,
  -- SHA-256 of a token of 256 random bits: nothing to guess, so nothing to stretch.
  token_hash   BINARY(32)   NOT NULL UNIQUE,
  created_at   DATETIME(6)  NOT NULL,
  UNIQUE KEY api_token_name (user_id, name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE cluster (
  id              BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uid             CHAR(24)      NOT NULL UNIQUE,
  organization_id BIGINT        NOT NULL REFERENCES organization (id),
  name            VARCHAR(63)   NOT NULL,
  description     VARCHAR(1024) NOT NULL DEFAULT '',
  creator_id      BIGINT        NOT NULL REFERENCES user_account (id),
  created_at      DATETIME(6)   NOT NULL,
  UNIQUE KEY cluster_name (organization_id, name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

-- The key that seals an organization's values, itself sealed by the root key.
CREATE TABLE data_key (
  organization_id BIGINT         NOT NULL REFERENCES organization (id),
  version         INT            NOT NULL,
  wrapped         VARBINARY(256) NOT NULL,
  created_at      DATETIME(6)    NOT NULL,
  PRIMARY KEY (organization_id, version)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE secret (
  id          BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uid         CHAR(24)      NOT NULL UNIQUE,
  cluster_id  BIGINT        NOT NULL REFERENCES cluster (id),
  name        VARCHAR(63)   NOT NULL,
  description VARCHAR(1024) NOT NULL DEFAULT '',
  revision    INT           NOT NULL,
  creator_id  BIGINT        NOT NULL REFERENCES user_account (id),
  created_at  DATETIME(6)   NOT NULL,
  updated_at  DATETIME(6)   NOT NULL,
  UNIQUE KEY secret_name (cluster_id, name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

-- Immutable: one row for every change of content, numbered from 1 in each secret.
CREATE TABLE secret_revision (
  secret_id  BIGINT        NOT NULL,
  revision   INT           NOT NULL,
  type       VARCHAR(16)   NOT NULL,
  path       VARCHAR(1024),
  stage      VARCHAR(16)   NOT NULL,
  creator_id BIGINT        NOT NULL REFERENCES user_account (id),
  created_at DATETIME(6)   NOT NULL,
  PRIMARY KEY (secret_id, revision),
  FOREIGN KEY (secret_id) REFERENCES secret (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

-- A value is sealed once, in the revision in which it changed; later revisions point at it.
CREATE TABLE secret_value (
  secret_id        BIGINT       NOT NULL,
  item_key         VARCHAR(253) NOT NULL,
  revision         INT          NOT NULL,
  data_key_version INT          NOT NULL,
  sealed           MEDIUMBLOB   NOT NULL,
  PRIMARY KEY (secret_id, item_key, revision),
  FOREIGN KEY (secret_id) REFERENCES secret (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE secret_item (
  secret_id      BIGINT        NOT NULL,
  revision       INT           NOT NULL,
  position       INT           NOT NULL,
  item_key       VARCHAR(253)  NOT NULL,
  sub_path       VARCHAR(1024),
  value_revision INT           NOT NULL,
  PRIMARY KEY (secret_id, revision, position),
  UNIQUE KEY secret_item_key (secret_id, revision, item_key),
  FOREIGN KEY (secret_id, revision) REFERENCES secret_revision (secret_id, revision) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE bento_repository (
  id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uid             CHAR(24)     NOT NULL UNIQUE,
  organization_id BIGINT       NOT NULL REFERENCES organization (id),
  name            VARCHAR(63)  NOT NULL,
  description     MEDIUMTEXT   NOT NULL,
  creator_id      BIGINT       NOT NULL REFERENCES user_account (id),
  created_at      DATETIME(6)  NOT NULL,
  UNIQUE KEY bento_repository_name (organization_id, name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE bento (
  id                     BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uid                    CHAR(24)     NOT NULL UNIQUE,
  repository_id          BIGINT       NOT NULL REFERENCES bento_repository (id),
  version                VARCHAR(63)  NOT NULL,
  description            MEDIUMTEXT   NOT NULL,
  manifest               JSON         NOT NULL,
  labels                 JSON         NOT NULL,
  build_at               DATETIME(6),
  upload_status          VARCHAR(16)  NOT NULL,
  upload_finished_reason VARCHAR(1024) NOT NULL DEFAULT '',
  upload_started_at      DATETIME(6),
  upload_finished_at     DATETIME(6),
  archive_digest         CHAR(64),
  archive_size           BIGINT,
  creator_id             BIGINT       NOT NULL REFERENCES user_account (id),
  created_at             DATETIME(6)  NOT NULL,
  updated_at             DATETIME(6)  NOT NULL,
  UNIQUE KEY bento_version (repository_id, version)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE deployment (
  id                BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uid               CHAR(24)     NOT NULL UNIQUE,
  cluster_id        BIGINT       NOT NULL REFERENCES cluster (id),
  name              VARCHAR(63)  NOT NULL,
  dev               BOOLEAN      NOT NULL,
  labels            JSON         NOT NULL,
  creator_id        BIGINT       NOT NULL REFERENCES user_account (id),
  -- What the user wants: running, terminated or deleted, and with which revision.
  desired           VARCHAR(16)  NOT NULL,
  revision          INT          NOT NULL,
  -- What the reconciler last saw. The observed revision is what running replicas hold.
  status            VARCHAR(32)  NOT NULL,
  observed_revision INT,
  url               VARCHAR(512),
  reason            VARCHAR(64)  NOT NULL DEFAULT '',
  message           VARCHAR(2048) NOT NULL DEFAULT '',
  -- Work for the reconciler: due at this time unless leased to a server until then.
  due_at            DATETIME(6),
  lease_owner       CHAR(24),
  lease_until       DATETIME(6),
  created_at        DATETIME(6)  NOT NULL,
  updated_at        DATETIME(6)  NOT NULL,
  UNIQUE KEY deployment_name (cluster_id, name),
  KEY deployment_due (due_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

-- Immutable: one row for every accepted change of a deployment, numbered from 1.
CREATE TABLE deployment_revision (
  deployment_id BIGINT      NOT NULL,
  revision      INT         NOT NULL,
  uid           CHAR(24)    NOT NULL UNIQUE,
  bento_id      BIGINT      NOT NULL REFERENCES bento (id),
  -- Of the bento when the revision was accepted: a bento may be pushed again with other content.
  archive_digest CHAR(64)   NOT NULL,
  entry_service VARCHAR(255) NOT NULL,
  config        JSON        NOT NULL,
  creator_id    BIGINT      NOT NULL REFERENCES user_account (id),
  created_at    DATETIME(6) NOT NULL,
  PRIMARY KEY (deployment_id, revision),
  FOREIGN KEY (deployment_id) REFERENCES deployment (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

-- Which revision of which secret a deployment revision uses. The secret may be deleted later, so it
-- is named, not referenced.
CREATE TABLE deployment_secret (
  deployment_id   BIGINT      NOT NULL,
  revision        INT         NOT NULL,
  position        INT         NOT NULL,
  secret_name     VARCHAR(63) NOT NULL,
  secret_uid      CHAR(24)    NOT NULL,
  secret_revision INT         NOT NULL,
  secret_keys     JSON        NOT NULL,
  PRIMARY KEY (deployment_id, revision, position),
  KEY deployment_secret_name (secret_name),
  FOREIGN KEY (deployment_id, revision)
    REFERENCES deployment_revision (deployment_id, revision) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

-- Append only, written in the transaction of the change that it records. Never holds a value.
CREATE TABLE audit_event (
  id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  at              DATETIME(6)  NOT NULL,
  organization_id BIGINT       NOT NULL,
  user_name       VARCHAR(63)  NOT NULL,
  token_uid       CHAR(24)     NOT NULL,
  action          VARCHAR(63)  NOT NULL,
  object_type     VARCHAR(32)  NOT NULL,
  object_cluster  VARCHAR(63)  NOT NULL,
  object_name     VARCHAR(128) NOT NULL,
  detail          JSON         NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
