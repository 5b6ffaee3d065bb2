terraform {
  required_version = ">= 1.11"
  required_providers {
    bentocloud = {
      source = "bentoform/bentocloud"
    }
  }
}

# Ephemeral: Terraform would write any other variable into a saved plan.
variable "values" {
  description = "The keys and values of the secret."
  type        = map(string)
  ephemeral   = true
  sensitive   = true
}

resource "bentocloud_secret" "hf" {
  name      = "hugging-face"
  values_wo = var.values
}

resource "bentocloud_deployment" "llm" {
  name    = "llm"
  bento   = "fingerprint:v1"
  secrets = [bentocloud_secret.hf]
}

output "endpoint_url" {
  value = bentocloud_deployment.llm.endpoint_url
}
