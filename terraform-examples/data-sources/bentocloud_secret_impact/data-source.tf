data "bentocloud_secret_impact" "new_token" {
  name         = "team-token"
  changed_keys = ["HF_TOKEN"]
}

check "nothing_is_recreated" {
  assert {
    condition     = length(data.bentocloud_secret_impact.new_token.recreates) == 0
    error_message = "The change would recreate ${join(", ", data.bentocloud_secret_impact.new_token.recreates)}."
  }
}
