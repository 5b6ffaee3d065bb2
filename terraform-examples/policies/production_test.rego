package main_test

import data.main

deployment(actions, env, replace_paths) := {
	"address": "bentocloud_deployment.llm",
	"mode": "managed",
	"type": "bentocloud_deployment",
	"change": {
		"actions": actions,
		"before": {"labels": {"env": env}},
		"replace_paths": replace_paths,
	},
}

plan(resource) := {"resource_changes": [resource]}

replace := ["delete", "create"]

test_a_replacement_in_production_is_refused if {
	some message in main.deny with input as plan(deployment(replace, "prod", [["cluster"]]))
	contains(message, "must not be replaced (cluster)")
}

test_create_before_destroy_is_a_replacement_too if {
	count(main.deny) == 1 with input as plan(deployment(["create", "delete"], "prod", [["cluster"]]))
}

test_a_tainted_deployment_in_production_is_not_replaced if {
	some message in main.deny with input as plan(deployment(replace, "prod", []))
	contains(message, "tainted or requested")
}

test_a_replacement_by_keys_says_what_to_do if {
	resource := deployment(replace, "prod", [["secrets", 0, "keys"]])
	messages := main.deny with input as plan(resource)
	count(messages) == 1
	some message in messages
	contains(message, "recreate_on_key_change = false")
}

test_two_reasons_are_both_told if {
	resource := deployment(replace, "prod", [["secrets", 0, "keys"], ["cluster"]])
	count(main.deny) == 2 with input as plan(resource)
}

test_a_restart_in_production_passes if {
	count(main.deny) == 0 with input as plan(deployment(["update"], "prod", []))
}

test_a_deletion_in_production_passes if {
	count(main.deny) == 0 with input as plan(deployment(["delete"], "prod", []))
}

test_a_replacement_elsewhere_passes if {
	count(main.deny) == 0 with input as plan(deployment(replace, "staging", [["cluster"]]))
}

test_a_deployment_without_labels_passes if {
	resource := json.patch(
		deployment(replace, "staging", [["cluster"]]),
		[{"op": "replace", "path": "/change/before/labels", "value": null}],
	)
	count(main.deny) == 0 with input as plan(resource)
}
