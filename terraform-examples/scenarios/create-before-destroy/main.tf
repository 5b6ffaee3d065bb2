# The new deployment is made before the old one goes. Its name is left out, so that both can be there at
# once. A secret has one name: "terraform apply -replace=bentocloud_secret.hf" cannot make the new one
# first, fails, and leaves the old one as it is.
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
  name      = "create-before-destroy"
  values_wo = { HF_TOKEN = var.hf_token }
}

resource "bentocloud_deployment" "llm" {
  bento   = var.bento
  secrets = [bentocloud_secret.hf]

  services = {
    Fingerprint = { scaling = { min_replicas = 0, max_replicas = 1 } }
  }

  lifecycle {
    create_before_destroy = true
  }
}

output "endpoint_url" {
  value = bentocloud_deployment.llm.endpoint_url
}
