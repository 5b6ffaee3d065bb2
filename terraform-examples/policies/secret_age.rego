# No secret that was not rotated for 90 days (data.settings.secret_max_age_days), unless this plan
# does it. The state of a secret has no times: they come from the data sources bentocloud_secrets
# and bentocloud_secret, read in the same plan. They are judged as of data.settings.now, or of the
# time of the evaluation.
package main

import data.bentocloud

deny contains message if {
	some secret in secrets_with_times
	days := floor((now - time.parse_rfc3339_ns(secret.updated_at)) / nanoseconds_a_day)
	days >= max_age_days
	not is_rotated(secret)
	message := sprintf(
		"The secret %s was last changed %d days ago; the limit is %d. Rotate it.",
		[secret.name, days, max_age_days],
	)
}

warn contains message if {
	count(bentocloud.secrets) > 0
	count(lists) + count(bentocloud.data_sources("bentocloud_secret")) == 0
	message := concat(" ", [
		"The age of secrets is not known to this plan:",
		"add data \"bentocloud_secrets\" \"all\" {} to the configuration.",
	])
}

# A wrong time would let everything pass.
deny contains message if {
	data.settings.now
	not time.parse_rfc3339_ns(data.settings.now)
	message := "settings.now is not a time such as 2026-11-01T00:00:00Z."
}

now := time.parse_rfc3339_ns(data.settings.now)

now := time.now_ns() if not data.settings.now

nanoseconds_a_day := ((24 * 60) * 60) * 1000000000

default max_age_days := 90

max_age_days := data.settings.secret_max_age_days

lists := bentocloud.data_sources("bentocloud_secrets")

secrets_with_times contains secret if {
	some list in lists
	some secret in list.secrets
}

secrets_with_times contains secret if {
	some secret in bentocloud.data_sources("bentocloud_secret")
}

is_rotated(secret) if {
	some resource in bentocloud.secrets
	after := resource.change.after
	after.name == secret.name
	is_same_cluster(secret, after)
	changes_content(resource.change)
}

is_rotated(secret) if {
	some resource in bentocloud.secrets
	resource.change.actions == ["delete"]
	resource.change.before.name == secret.name
	is_same_cluster(secret, resource.change.before)
}

# A data source that names no cluster reads from the default one of the provider.
is_same_cluster(secret, _) if object.get(secret, "cluster", null) == null

is_same_cluster(secret, object) if secret.cluster == object.cluster

changes_content(change) if "create" in change.actions

changes_content(change) if change.after.revision != change.before.revision

changes_content(change) if change.after_unknown.revision
