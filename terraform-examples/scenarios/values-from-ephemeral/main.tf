# A source that gives another value each time, as a token service does, needs a version: the values
# are written when the version changes, and are not compared.
terraform {
  required_version = ">= 1.11"
  required_providers {
    bentocloud = {
      source = "bentoform/bentocloud"
    }
  }
}

# Ephemeral: Terraform would write any other variable into a saved plan.
variable "hf_token" {
  type      = string
  ephemeral = true
  sensitive = true
}

variable "bento" {
  description = "The bento to deploy, name:version."
  type        = string
  default     = "fingerprint:v1"
}

variable "token_version" {
  type    = string
  default = "1"
}

resource "bentocloud_secret" "hf" {
  name              = "values-from-ephemeral"
  values_wo         = { HF_TOKEN = var.hf_token }
  values_wo_version = var.token_version
}

resource "bentocloud_deployment" "llm" {
  name    = "values-from-ephemeral"
  bento   = var.bento
  secrets = [bentocloud_secret.hf]
}

output "endpoint_url" {
  value = bentocloud_deployment.llm.endpoint_url
}
