# Run it, then again with -var with_hf_home=false: the plan shows a replacement. With
# recreate_on_key_change = false it is a restart.
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

variable "with_hf_home" {
  type    = bool
  default = true
}

variable "recreate_on_key_change" {
  type    = bool
  default = true
}

resource "bentocloud_secret" "hf" {
  name = "remove-key"
  values_wo = merge(
    { HF_TOKEN = var.hf_token },
    var.with_hf_home ? { HF_HOME = "/models" } : {},
  )
}

resource "bentocloud_deployment" "llm" {
  name                   = "remove-key"
  bento                  = var.bento
  secrets                = [bentocloud_secret.hf]
  recreate_on_key_change = var.recreate_on_key_change
}

output "endpoint_url" {
  value = bentocloud_deployment.llm.endpoint_url
}
