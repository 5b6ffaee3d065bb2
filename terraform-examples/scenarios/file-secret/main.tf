# A secret as read-only files under $BENTOML_HOME, one for each key.
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

variable "path" {
  description = "Folder of the files. Another spelling of the same folder changes nothing."
  type        = string
  default     = "$BENTOML_HOME/demo"
}

resource "bentocloud_secret" "files" {
  name      = "file-secret"
  type      = "file"
  path      = var.path
  values_wo = { PASSWORD = var.hf_token, USERNAME = "robot" }
  sub_paths = { PASSWORD = "secrets/password" }
}

resource "bentocloud_deployment" "llm" {
  name    = "file-secret"
  bento   = var.bento
  secrets = [bentocloud_secret.files]
}

output "endpoint_url" {
  value = bentocloud_deployment.llm.endpoint_url
}
