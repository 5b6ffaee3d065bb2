terraform {
  required_version = ">= 1.11"
  required_providers {
    bentocloud = {
      source = "bentoform/bentocloud"
    }
  }
}

# "bf_" and 43 random characters. An ephemeral source makes it, for example
# "bf_${ephemeral.random_password.ci.result}" with length = 43 and special = false, and what needs
# the token gets it from there by a write-only argument of its own.
variable "ci_token" {
  type      = string
  ephemeral = true
  sensitive = true
}

resource "bentocloud_api_token" "ci" {
  name             = "ci"
  description      = "Deploys from the pipeline"
  scopes           = ["read_organization", "write_cluster"]
  expires_at       = "2030-01-31T00:00:00Z"
  token_wo         = var.ci_token
  token_wo_version = "1"
}

output "ci_token_hash" {
  value = bentocloud_api_token.ci.hash
}
