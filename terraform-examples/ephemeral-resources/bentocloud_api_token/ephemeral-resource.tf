terraform {
  required_version = ">= 1.11"
  required_providers {
    bentocloud = {
      source = "bentoform/bentocloud"
    }
  }
}

# A token for this run alone, which can do no more than it needs.
ephemeral "bentocloud_api_token" "reader" {
  scopes   = ["read_organization", "read_cluster"]
  lifetime = "15m"
}

provider "bentocloud" {
  alias     = "reader"
  api_token = ephemeral.bentocloud_api_token.reader.token
}

data "bentocloud_secrets" "all" {
  provider = bentocloud.reader
}

output "secrets" {
  value = data.bentocloud_secrets.all.secrets[*].name
}
