-- What is said about a bento or a model that is pushed over becomes current with its archive: until
-- then it waits here, and the archive that is there keeps the description that belongs to it.
ALTER TABLE artifact
  ADD COLUMN IF NOT EXISTS next_description MEDIUMTEXT AFTER labels,
  ADD COLUMN IF NOT EXISTS next_manifest    JSON       AFTER next_description,
  ADD COLUMN IF NOT EXISTS next_labels      JSON       AFTER next_manifest;

-- From now on the id of the attempt stands only while the upload goes on.
UPDATE artifact SET upload_id = NULL;
