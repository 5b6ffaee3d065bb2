-- What an API token may do and until when, who administers, and the instance types of each cluster.
-- MariaDB commits each statement alone, so each can be repeated after a server that was killed between two.

ALTER TABLE user_account
  ADD COLUMN IF NOT EXISTS administrator BOOLEAN NOT NULL DEFAULT FALSE;
-- Until now there was one user, the first.
UPDATE user_account SET administrator = TRUE WHERE name = 'admin';

ALTER TABLE api_token
  ADD COLUMN IF NOT EXISTS description  VARCHAR(1024) NOT NULL DEFAULT '',
  ADD COLUMN IF NOT EXISTS scopes       JSON          NOT NULL DEFAULT '["api"]',
  ADD COLUMN IF NOT EXISTS expired_at   DATETIME(6),
  -- Written at most once a minute: a read by a client shall not become a write.
  ADD COLUMN IF NOT EXISTS last_used_at DATETIME(6),
  ADD COLUMN IF NOT EXISTS updated_at   DATETIME(6),
  -- The token of the server's own token file, which the API neither deletes nor narrows.
  ADD COLUMN IF NOT EXISTS permanent    BOOLEAN       NOT NULL DEFAULT FALSE;
-- Until now a server's own tokens were the only ones.
UPDATE api_token SET permanent = TRUE;

-- What a new cluster begins with.
CREATE TABLE IF NOT EXISTS standard_instance_type (
  position INT         NOT NULL PRIMARY KEY,
  name     VARCHAR(63) NOT NULL UNIQUE,
  cpu      VARCHAR(32) NOT NULL,
  memory   VARCHAR(32) NOT NULL,
  gpu      VARCHAR(32) NOT NULL,
  gpu_type VARCHAR(63) NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

INSERT INTO standard_instance_type (position, name, cpu, memory, gpu, gpu_type) VALUES
  (1, 'cpu.1',      '500m',  '2Gi',  '',  ''),
  (2, 'cpu.2',      '1000m', '2Gi',  '',  ''),
  (3, 'cpu.4',      '2000m', '8Gi',  '',  ''),
  (4, 'cpu.8',      '4000m', '16Gi', '',  ''),
  (5, 'gpu.t4.1',   '2000m', '8Gi',  '1', 'nvidia-tesla-t4'),
  (6, 'gpu.l4.1',   '4000m', '16Gi', '1', 'nvidia-l4'),
  (7, 'gpu.a100.1', '6000m', '43Gi', '1', 'nvidia-tesla-a100')
ON DUPLICATE KEY UPDATE name = VALUES(name);

-- Amounts as Kubernetes writes them: 500m of a processor, 2Gi of memory; an empty text where there is none.
CREATE TABLE IF NOT EXISTS instance_type (
  id          BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uid         CHAR(24)      NOT NULL UNIQUE,
  cluster_id  BIGINT        NOT NULL,
  name        VARCHAR(63)   NOT NULL,
  description VARCHAR(1024) NOT NULL DEFAULT '',
  price       VARCHAR(63)   NOT NULL DEFAULT '*',
  cpu         VARCHAR(32)   NOT NULL,
  memory      VARCHAR(32)   NOT NULL,
  gpu         VARCHAR(32)   NOT NULL DEFAULT '',
  gpu_type    VARCHAR(63)   NOT NULL DEFAULT '',
  gpu_memory  VARCHAR(32)   NOT NULL DEFAULT '',
  created_at  DATETIME(6)   NOT NULL,
  updated_at  DATETIME(6),
  UNIQUE KEY instance_type_name (cluster_id, name),
  FOREIGN KEY (cluster_id) REFERENCES cluster (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

INSERT INTO instance_type (uid, cluster_id, name, cpu, memory, gpu, gpu_type, created_at)
SELECT LEFT(SHA2(CONCAT(UUID(), c.id, s.name), 256), 24), c.id, s.name, s.cpu, s.memory, s.gpu, s.gpu_type, c.created_at
FROM cluster c CROSS JOIN standard_instance_type s
WHERE NOT EXISTS (SELECT 1 FROM instance_type i WHERE i.cluster_id = c.id AND i.name = s.name)
ORDER BY c.id, s.position;
