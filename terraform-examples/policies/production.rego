# No replacement of a deployment in production.
package main

import data.bentocloud

deny contains message if {
	some deployment in replaced_in_production
	count(key_paths(deployment)) > 0
	message := sprintf(
		concat(" ", [
			"%s: a changed key set of a secret would recreate this production deployment.",
			"Set recreate_on_key_change = false to restart it in place,",
			"or attach the key in a secret of its own.",
		]),
		[deployment.address],
	)
}

deny contains message if {
	some deployment in replaced_in_production
	others := replace_paths(deployment) - key_paths(deployment)
	is_reason(others, deployment)
	message := sprintf(
		"%s: a production deployment must not be replaced (%s).",
		[deployment.address, reason(others)],
	)
}

replaced_in_production contains deployment if {
	some deployment in bentocloud.deployments
	bentocloud.is_replaced(deployment)
	bentocloud.is_production(deployment)
}

replace_paths(deployment) := {path | some path in object.get(deployment.change, "replace_paths", [])}

# The provider names the keys of an attached secret, or all secrets where their order changed too.
key_paths(deployment) := {path | some path in replace_paths(deployment); path[0] == "secrets"}

is_reason(paths, _) if count(paths) > 0

# Tainted, or asked for with -replace.
is_reason(_, deployment) if count(replace_paths(deployment)) == 0

reason(paths) := "tainted or requested" if count(paths) == 0

reason(paths) := concat(", ", {sprintf("%v", [path[0]]) | some path in paths}) if count(paths) > 0
