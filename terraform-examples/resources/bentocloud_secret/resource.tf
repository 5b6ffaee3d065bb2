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

resource "bentocloud_secret" "hugging_face" {
  name        = "hugging-face"
  description = "Downloads models"
  values_wo = {
    HF_TOKEN = var.hf_token
  }
}

output "keys" {
  value = bentocloud_secret.hugging_face.keys
}
