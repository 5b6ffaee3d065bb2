# Two secrets that give different values to one environment key: the plan warns, the server refuses.
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

variable "other_token" {
  type      = string
  ephemeral = true
  sensitive = true
}

resource "bentocloud_secret" "one" {
  name      = "conflict-one"
  values_wo = { HF_TOKEN = var.hf_token }
}

resource "bentocloud_secret" "two" {
  name      = "conflict-two"
  values_wo = { HF_TOKEN = var.other_token }
}

resource "bentocloud_deployment" "llm" {
  name    = "conflict"
  bento   = var.bento
  secrets = [bentocloud_secret.one, bentocloud_secret.two]
}

output "endpoint_url" {
  value = bentocloud_deployment.llm.endpoint_url
}
