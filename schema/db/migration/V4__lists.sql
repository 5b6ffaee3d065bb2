-- Lists find ids first, from an index alone, in the order in which they are shown.
-- MariaDB commits each statement alone, so each can be repeated after a server that was killed between two.

ALTER TABLE secret
  ADD KEY IF NOT EXISTS secret_newest (cluster_id, id),
  ADD KEY IF NOT EXISTS secret_updated (cluster_id, updated_at, id),
  ADD KEY IF NOT EXISTS secret_named (cluster_id, name, id);

ALTER TABLE deployment
  ADD KEY IF NOT EXISTS deployment_newest (cluster_id, id),
  ADD KEY IF NOT EXISTS deployment_updated (cluster_id, updated_at, id),
  ADD KEY IF NOT EXISTS deployment_named (cluster_id, name, id);

ALTER TABLE artifact
  ADD KEY IF NOT EXISTS artifact_newest (repository_id, id),
  ADD KEY IF NOT EXISTS artifact_updated (repository_id, updated_at, id),
  ADD KEY IF NOT EXISTS artifact_built (repository_id, build_at, id),
  -- Of all repositories.
  ADD KEY IF NOT EXISTS artifact_all_updated (updated_at, id),
  ADD KEY IF NOT EXISTS artifact_all_built (build_at, id);

ALTER TABLE secret_item
  ADD KEY IF NOT EXISTS secret_item_of_key (item_key, secret_id, revision);

ALTER TABLE secret_revision
  ADD KEY IF NOT EXISTS secret_revision_of_type (type, secret_id, revision);
