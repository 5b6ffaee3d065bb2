package main_test

import data.main

now := time.parse_rfc3339_ns("2026-11-01T00:00:00Z")

# A plan of one secret, last changed at a time, as a list in a module tells.
secret_plan(updated_at, change) := {
	"resource_changes": [{
		"address": "bentocloud_secret.hf",
		"mode": "managed",
		"type": "bentocloud_secret",
		"change": change,
	}],
	"prior_state": {"values": {"root_module": {"child_modules": [{"resources": [{
		"mode": "data",
		"type": "bentocloud_secrets",
		"values": {"secrets": [{
			"name": "hf",
			"cluster": "default",
			"type": "env",
			"path": null,
			"updated_at": updated_at,
		}]},
	}]}]}}},
}

state(revision) := {"name": "hf", "cluster": "default", "type": "env", "revision": revision}

unchanged := {"actions": ["no-op"], "before": state(1), "after": state(1), "after_unknown": {}}

rotated := {"actions": ["update"], "before": state(1), "after": state(2), "after_unknown": {}}

old := "2026-08-01T12:00:00Z"

test_an_old_secret_is_refused if {
	plan := secret_plan(old, unchanged)
	messages := main.deny with input as plan with time.now_ns as now
	messages == {"The secret hf was last changed 91 days ago; the limit is 90. Rotate it."}
}

test_a_secret_of_less_than_90_days_passes if {
	plan := secret_plan("2026-08-04T12:00:00Z", unchanged)
	count(main.deny) == 0 with input as plan with time.now_ns as now
}

test_the_limit_is_a_setting if {
	settings := {"secret_max_age_days": 365}
	plan := secret_plan(old, unchanged)
	count(main.deny) == 0 with input as plan with time.now_ns as now with data.settings as settings
}

test_the_time_is_a_setting if {
	plan := secret_plan(old, unchanged)
	on_day_90 := {"now": "2026-10-30T12:00:00Z"}
	count(main.deny) == 1 with input as plan with data.settings as on_day_90
	before := {"now": "2026-10-30T11:59:59Z"}
	count(main.deny) == 0 with input as plan with data.settings as before
}

test_a_time_that_is_none_is_refused if {
	every wrong in ["tomorrow", "2026-11-01", 1] {
		count(main.deny) == 1 with input as {} with data.settings as {"now": wrong}
	}
}

test_a_rotation_in_this_plan_passes if {
	count(main.deny) == 0 with input as secret_plan(old, rotated) with time.now_ns as now
}

test_a_rotation_whose_revision_is_not_known_yet_passes if {
	change := {
		"actions": ["update"],
		"before": state(1),
		"after": object.remove(state(1), ["revision"]),
		"after_unknown": {"revision": true},
	}
	count(main.deny) == 0 with input as secret_plan(old, change) with time.now_ns as now
}

test_another_description_is_no_rotation if {
	change := object.union(unchanged, {"actions": ["update"]})
	count(main.deny) == 1 with input as secret_plan(old, change) with time.now_ns as now
}

test_a_rotation_in_another_cluster_is_not_this_one if {
	after := object.union(state(2), {"cluster": "second"})
	change := object.union(rotated, {"after": after})
	count(main.deny) == 1 with input as secret_plan(old, change) with time.now_ns as now
}

test_a_secret_that_is_deleted_needs_no_rotation if {
	change := {"actions": ["delete"], "before": state(1), "after": null, "after_unknown": {}}
	count(main.deny) == 0 with input as secret_plan(old, change) with time.now_ns as now
}

test_a_plan_without_the_data_source_is_warned_of if {
	plan := object.remove(secret_plan(old, unchanged), ["prior_state"])
	count(main.warn) == 1 with input as plan
	count(main.deny) == 0 with input as plan
}

test_a_plan_with_the_data_source_is_not_warned_of if {
	count(main.warn) == 0 with input as secret_plan(old, unchanged)
}

test_a_plan_without_secrets_is_not_warned_of if {
	count(main.warn) == 0 with input as {"resource_changes": []}
}
