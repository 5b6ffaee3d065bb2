-- Who said that a copy of the root key is kept, and of which one. Another root key needs another copy.
CREATE TABLE IF NOT EXISTS root_key_backup (
  fingerprint  CHAR(64)     NOT NULL PRIMARY KEY,
  confirmed_at DATETIME(6)  NOT NULL,
  confirmed_by VARCHAR(255) NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
