# Apply does not wait for the rollout. One that fails, or a deployment that someone ends, is seen by the
# next plan, which proposes the rollout.
terraform {
  required_version = ">= 1.11"
  required_providers {
    bentocloud = {
      source = "bentoform/bentocloud"
    }
  }
}

variable "bento" {
  description = "The bento to deploy, name:version."
  type        = string
  default     = "fingerprint:v1"
}

variable "envs" {
  type    = map(string)
  default = {}
}

resource "bentocloud_deployment" "llm" {
  name             = "no-wait"
  bento            = var.bento
  envs             = var.envs
  wait_for_rollout = false
}

output "endpoint_url" {
  value = bentocloud_deployment.llm.endpoint_url
}
