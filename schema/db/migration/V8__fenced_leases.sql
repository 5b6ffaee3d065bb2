-- A lease has a token that each claim makes anew: who holds an older one can change nothing any more.
-- A deployment is placed on the server whose machine its replicas run on, and a failed rollout goes
-- on with the last good revision.
ALTER TABLE deployment
  ADD COLUMN IF NOT EXISTS lease_token        BIGINT NOT NULL DEFAULT 0 AFTER lease_until,
  ADD COLUMN IF NOT EXISTS attempts           INT    NOT NULL DEFAULT 0 AFTER lease_token,
  ADD COLUMN IF NOT EXISTS placed_on          CHAR(24) AFTER attempts,
  ADD COLUMN IF NOT EXISTS last_good_revision INT      AFTER observed_revision;

UPDATE deployment SET last_good_revision = observed_revision WHERE last_good_revision IS NULL;

-- When each server was last heard of: what is placed on one that is gone can be placed anew.
CREATE TABLE IF NOT EXISTS server (
  id      CHAR(24)    NOT NULL PRIMARY KEY,
  seen_at DATETIME(6) NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
