# A secret attached by its name alone: its keys and its revision come from this very plan.
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

variable "log_level" {
  type    = string
  default = "info"
}

resource "bentocloud_secret" "hf" {
  name      = "attach-by-name"
  values_wo = { HF_TOKEN = var.hf_token }
}

resource "bentocloud_deployment" "llm" {
  name    = "attach-by-name"
  bento   = var.bento
  secrets = [{ name = bentocloud_secret.hf.name }]
  envs    = { LOG_LEVEL = var.log_level }
}

output "endpoint_url" {
  value = bentocloud_deployment.llm.endpoint_url
}
