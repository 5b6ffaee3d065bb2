# What was "count" is "for_each" by now. Without a "moved" block Terraform destroys and creates: the
# creation waits until the deletion has made the name free, and the plan names the block to write.
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

resource "bentocloud_secret" "all" {
  for_each  = toset(["one", "two"])
  name      = "count-to-for-each-${each.key}"
  values_wo = { HF_TOKEN = var.hf_token }
}
