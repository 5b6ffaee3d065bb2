# A first rollout that takes longer than apply waits: the deployment stays, and the next plan says how it
# ended.
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
  name      = "slow-start"
  values_wo = { HF_TOKEN = var.hf_token }
}

resource "bentocloud_deployment" "llm" {
  name     = "slow-start"
  bento    = var.bento
  secrets  = [bentocloud_secret.hf]
  timeouts = { create = "1ms" }
}

output "endpoint_url" {
  value = bentocloud_deployment.llm.endpoint_url
}
