# Takes over a secret and a deployment that were made with the bentoml command line.
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

import {
  to = bentocloud_secret.hf
  id = "default/import-existing"
}

import {
  to = bentocloud_deployment.llm
  id = "import-existing"
}

resource "bentocloud_secret" "hf" {
  name      = "import-existing"
  values_wo = { HF_TOKEN = var.hf_token }
}

resource "bentocloud_deployment" "llm" {
  name    = "import-existing"
  bento   = var.bento
  secrets = [bentocloud_secret.hf]
}

output "endpoint_url" {
  value = bentocloud_deployment.llm.endpoint_url
}
