terraform {
  required_providers {
    bentocloud = {
      source = "bentoform/bentocloud"
    }
  }
}

variable "value" {
  type      = string
  ephemeral = true
  sensitive = true
}

resource "bentocloud_secret" "token" {
  name        = "kept-token"
  description = "of an earlier release"
  values_wo   = { TOKEN = var.value, OTHER = "x" }
}

resource "bentocloud_secret" "certificate" {
  name              = "kept-certificate"
  type              = "file"
  path              = "$BENTOML_HOME/certificates"
  values_wo         = { "ca.pem" = var.value }
  values_wo_version = "1"
}

resource "bentocloud_deployment" "llm" {
  name            = "kept"
  bento           = "fingerprint:v1"
  secrets         = [bentocloud_secret.token, { name = bentocloud_secret.certificate.name }]
  envs            = { LOG_LEVEL = "info" }
  labels          = { team = "search" }
  restart_trigger = { at = "1" }

  services = {
    Fingerprint = { scaling = { min_replicas = 0, max_replicas = 1 } }
  }

  depends_on = [bentocloud_secret.certificate]
}
