-- The HTTP request that made the change; null for records from before, and for what the server does by itself.
ALTER TABLE audit_event
  ADD COLUMN IF NOT EXISTS request_id VARCHAR(64),
  ADD KEY IF NOT EXISTS audit_event_of_request (organization_id, request_id, id);
