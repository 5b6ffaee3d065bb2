-- What keeps the configuration of a deployment, such as terraform. What only restarts or terminates it
-- leaves this alone.
ALTER TABLE deployment ADD COLUMN IF NOT EXISTS managed_by VARCHAR(63) AFTER creator_id;
