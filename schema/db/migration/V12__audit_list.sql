-- The audit is listed and counted by these alone, and looked into for one object.
ALTER TABLE audit_event
  ADD KEY IF NOT EXISTS audit_event_newest (organization_id, id),
  ADD KEY IF NOT EXISTS audit_event_of_object (organization_id, object_name, id);
