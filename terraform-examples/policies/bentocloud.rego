# What a plan (terraform show -json) says about the objects of the provider bentocloud.
package bentocloud

deployments contains resource if {
	some resource in input.resource_changes
	resource.mode == "managed"
	resource.type == "bentocloud_deployment"
}

secrets contains resource if {
	some resource in input.resource_changes
	resource.mode == "managed"
	resource.type == "bentocloud_secret"
}

# The results of data sources that were read for the plan, in all modules.
data_sources(type) := {values |
	walk(object.get(input, "prior_state", {}), [_, node])
	node.mode == "data"
	node.type == type
	values := node.values
}

is_replaced(resource) if {
	"delete" in resource.change.actions
	"create" in resource.change.actions
}

# By what it is before the plan: a plan cannot take the label away and replace at once.
is_production(deployment) if deployment.change.before.labels.env == "prod"
