# Attaching and detaching a secret restarts in place; another order of the same secrets does nothing.
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

variable "attached" {
  description = "The secrets to attach, in this order."
  type        = list(string)
  default     = ["hf"]
}

resource "bentocloud_secret" "all" {
  for_each = toset(["hf", "aws"])

  name      = "attach-detach-${each.key}"
  values_wo = { "${upper(each.key)}_TOKEN" = var.hf_token }
}

resource "bentocloud_deployment" "llm" {
  name    = "attach-detach"
  bento   = var.bento
  secrets = [for name in var.attached : bentocloud_secret.all[name]]
}

output "endpoint_url" {
  value = bentocloud_deployment.llm.endpoint_url
}
