-- What the gateways of a cluster have told lately, to whichever server: the requests of services that have any, as
-- JSON. Only one server scales a cluster, by what all of them told.
CREATE TABLE IF NOT EXISTS gateway_load (
  cluster_uid VARCHAR(36)  NOT NULL,
  gateway     VARCHAR(255) NOT NULL,
  loads       LONGTEXT     NOT NULL,
  told_at     DATETIME(6)  NOT NULL,
  PRIMARY KEY (cluster_uid, gateway)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

-- Requests that wait for a replica and are in no report yet.
CREATE TABLE IF NOT EXISTS gateway_wait (
  cluster_uid VARCHAR(36)  NOT NULL,
  deployment  VARCHAR(36)  NOT NULL,
  service     VARCHAR(255) NOT NULL,
  version     VARCHAR(255) NOT NULL,
  told_at     DATETIME(6)  NOT NULL,
  PRIMARY KEY (cluster_uid, deployment, service, version)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

-- Which server scales a cluster, by the database's clock.
CREATE TABLE IF NOT EXISTS scaling_turn (
  cluster_uid VARCHAR(36) NOT NULL PRIMARY KEY,
  owner       VARCHAR(36) NOT NULL,
  held_until  DATETIME(6) NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

-- What each caller may still call now, over all servers (a token bucket). The caller is a digest.
CREATE TABLE IF NOT EXISTS rate_limit (
  caller   BINARY(32)  NOT NULL PRIMARY KEY,
  left_now DOUBLE      NOT NULL,
  allowed  TINYINT(1)  NOT NULL,
  at       DATETIME(6) NOT NULL,
  KEY rate_limit_at (at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

-- Approved logins of command lines, until their codes end. The code is stored as its SHA-256.
CREATE TABLE IF NOT EXISTS login_approval (
  code_hash BINARY(32)  NOT NULL PRIMARY KEY,
  token_uid VARCHAR(24) NOT NULL,
  spent     TINYINT(1)  NOT NULL DEFAULT FALSE,
  ends_at   DATETIME(6) NOT NULL,
  KEY login_approval_end (ends_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
