-- What happened to a deployment: builds, replicas, scaling, rollouts. Only the newest are kept.
CREATE TABLE IF NOT EXISTS deployment_event (
  id            BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  deployment_id BIGINT        NOT NULL,
  type          VARCHAR(16)   NOT NULL,
  reason        VARCHAR(63)   NOT NULL,
  message       VARCHAR(2048) NOT NULL,
  created_at    DATETIME(6)   NOT NULL,
  KEY deployment_event_newest (deployment_id, id),
  FOREIGN KEY (deployment_id) REFERENCES deployment (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
