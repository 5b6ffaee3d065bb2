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

resource "bentocloud_secret" "hugging_face" {
  name      = "hugging-face-for-llm"
  values_wo = { HF_TOKEN = var.hf_token }
}

resource "bentocloud_deployment" "llm" {
  name    = "llm-example"
  bento   = var.bento
  secrets = [bentocloud_secret.hugging_face]

  envs   = { LOG_LEVEL = "info" }
  labels = { team = "search" }

  services = {
    Fingerprint = {
      instance_type       = "cpu.1"
      scaling             = { min_replicas = 1, max_replicas = 1 }
      deployment_strategy = "RollingUpdate"
      config_overrides    = jsonencode({ traffic = { timeout = 30 } })
    }
  }

  timeouts = {
    create = "15m"
    update = "15m"
  }
}

output "endpoint_url" {
  value = bentocloud_deployment.llm.endpoint_url
}
