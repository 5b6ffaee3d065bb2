# Run it with weights from 0 to 100, then set promoted: each is a rollout in place. The canary version has a
# secret of its own: a changed value of it restarts the deployment, and a changed key replaces it.
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

variable "next_values" {
  description = "What the canary version gets instead."
  type        = map(string)
  ephemeral   = true
  sensitive   = true
}

variable "bento" {
  description = "The bento to deploy, name:version."
  type        = string
  default     = "fingerprint:v1"
}

variable "weight" {
  description = "Percent of the requests that the canary version takes."
  type        = number
  default     = 0
}

variable "promoted" {
  description = "Whether the canary version is over."
  type        = bool
  default     = false
}

resource "bentocloud_secret" "hf" {
  name      = "canary"
  values_wo = { HF_TOKEN = var.hf_token }
}

resource "bentocloud_secret" "next" {
  name      = "canary-next"
  values_wo = var.next_values
}

resource "bentocloud_deployment" "llm" {
  name    = "canary"
  bento   = var.bento
  secrets = [bentocloud_secret.hf]

  canary = var.promoted ? null : {
    versions = {
      next = {
        bento   = var.bento
        weight  = var.weight
        secrets = [bentocloud_secret.next]
      }
    }
  }
}

output "endpoint_url" {
  value = bentocloud_deployment.llm.endpoint_url
}
