-- A codespace runs the files that its user uploads: its bento has no archive.
ALTER TABLE deployment_revision MODIFY archive_digest CHAR(64);

-- How often the files of a codespace asked for a new start: a rollout on its way with older ones gives way.
ALTER TABLE deployment ADD COLUMN IF NOT EXISTS files_revision INT NOT NULL DEFAULT 0 AFTER revision;
