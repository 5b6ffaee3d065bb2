data "bentocloud_server" "this" {}

check "compares_secrets" {
  assert {
    condition     = contains(data.bentocloud_server.this.capabilities, "secret_compare")
    error_message = "This API cannot compare values: set values_wo_version in each secret."
  }
}

output "server_version" {
  value = data.bentocloud_server.this.version
}
