-- Tells this database from others: a data folder belongs to one of them.
CREATE TABLE IF NOT EXISTS installation (
  singleton BOOLEAN  NOT NULL DEFAULT TRUE PRIMARY KEY CHECK (singleton),
  id        CHAR(36) NOT NULL
);
INSERT IGNORE INTO installation (id) VALUES (UUID());
