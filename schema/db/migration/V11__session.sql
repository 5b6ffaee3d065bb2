-- Sessions of browsers. Each is bound to the API token that opened it and ends with it.
CREATE TABLE IF NOT EXISTS session (
  id           BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
  token_id     BIGINT      NOT NULL,
  session_hash BINARY(32)  NOT NULL,
  created_at   DATETIME(6) NOT NULL,
  last_used_at DATETIME(6) NOT NULL,
  UNIQUE KEY session_hash (session_hash),
  FOREIGN KEY (token_id) REFERENCES api_token (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
