# Files of a secret are where only their deployment reads them: under $BENTOML_HOME, and in no
# directory that a service may serve (data.settings.public_directories).
package main

import data.bentocloud

deny contains message if {
	some secret in file_secrets
	not is_under_home(secret.path)
	message := sprintf(
		"The secret %s puts its files into %s, which is not under $BENTOML_HOME.",
		[secret.name, secret.path],
	)
}

deny contains message if {
	some secret in file_secrets
	some directory in directories(secret)
	lower(directory) in public_directories
	message := sprintf(
		"The secret %s puts a file into the directory \"%s\", which is public.",
		[secret.name, directory],
	)
}

default public_directories := ["assets", "public", "static", "www"]

public_directories := data.settings.public_directories

file_secrets contains secret if {
	some resource in bentocloud.secrets
	secret := resource.change.after
	secret.type == "file"
}

# Those that this configuration does not manage, where a data source tells of them.
file_secrets contains secret if {
	some list in bentocloud.data_sources("bentocloud_secrets")
	some secret in list.secrets
	secret.type == "file"
}

file_secrets contains secret if {
	some secret in bentocloud.data_sources("bentocloud_secret")
	secret.type == "file"
}

is_under_home(path) if {
	segments := split(replace(path, "${BENTOML_HOME}", "$BENTOML_HOME"), "/")
	segments[0] == "$BENTOML_HOME"
	not ".." in segments
}

directories(secret) := {segment | some segment in split(secret.path, "/")} | {segment |
	some sub_path in object.get(secret, "sub_paths", {})
	some segment in split(sub_path, "/")
}
