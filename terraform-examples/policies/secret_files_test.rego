package main_test

import data.main

file_plan(type, path, sub_paths) := {"resource_changes": [{
	"address": "bentocloud_secret.files",
	"mode": "managed",
	"type": "bentocloud_secret",
	"change": {
		"actions": ["create"],
		"before": null,
		"after": {"name": "files", "type": type, "path": path, "sub_paths": sub_paths},
		"after_unknown": {},
	},
}]}

test_a_file_outside_of_the_home_is_refused if {
	every path in ["/tmp", "/", "$BENTOML_HOME/../tmp", "$BENTOML_HOMEX", "demo"] {
		count(main.deny) == 1 with input as file_plan("file", path, null)
	}
}

test_a_file_under_the_home_passes if {
	every path in ["$BENTOML_HOME", "$BENTOML_HOME/demo", "${BENTOML_HOME}/demo/"] {
		count(main.deny) == 0 with input as file_plan("file", path, {"KEY": "a/b"})
	}
}

test_a_public_directory_is_refused_in_the_path if {
	count(main.deny) == 1 with input as file_plan("file", "$BENTOML_HOME/Static", {})
}

test_a_public_directory_is_refused_in_a_sub_path if {
	count(main.deny) == 1 with input as file_plan("file", "$BENTOML_HOME", {"KEY": "a/www"})
}

test_public_directories_are_a_setting if {
	settings := {"public_directories": ["shared"]}
	plan := file_plan("file", "$BENTOML_HOME/shared", {})
	count(main.deny) == 1 with input as plan with data.settings as settings
	other := file_plan("file", "$BENTOML_HOME/www", {})
	count(main.deny) == 0 with input as other with data.settings as settings
}

test_environment_variables_have_no_files if {
	count(main.deny) == 0 with input as file_plan("env", null, null)
}

test_a_secret_that_is_managed_elsewhere_is_looked_at_too if {
	plan := {"prior_state": {"values": {"root_module": {"resources": [{
		"mode": "data",
		"type": "bentocloud_secrets",
		"values": {"secrets": [{
			"name": "elsewhere",
			"type": "file",
			"path": "/tmp",
			"sub_paths": {},
			"updated_at": "2026-11-01T00:00:00Z",
		}]},
	}]}}}}
	messages := main.deny with input as plan with time.now_ns as time.parse_rfc3339_ns("2026-11-02T00:00:00Z")
	count(messages) == 1
}
