# Run it with one value, then with another: the plan shows a restart in place.
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

resource "bentocloud_secret" "hf" {
  name      = "rotate-value"
  values_wo = { HF_TOKEN = var.hf_token }
}

resource "bentocloud_deployment" "llm" {
  name    = "rotate-value"
  bento   = var.bento
  secrets = [bentocloud_secret.hf]
}

output "endpoint_url" {
  value = bentocloud_deployment.llm.endpoint_url
}
