# A value that is known only at apply. Its key must be known at plan.
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

variable "generation" {
  type    = string
  default = "1"
}

# Stands for any resource that makes a value, as a database makes a password.
resource "terraform_data" "made" {
  input            = "made-by-${var.generation}"
  triggers_replace = [var.generation]
}

resource "bentocloud_secret" "made" {
  name      = "unknown-value"
  values_wo = { MADE = "${terraform_data.made.output}-${terraform_data.made.id}" }
}

resource "bentocloud_deployment" "llm" {
  name    = "unknown-value"
  bento   = var.bento
  secrets = [bentocloud_secret.made]
}

output "endpoint_url" {
  value = bentocloud_deployment.llm.endpoint_url
}
