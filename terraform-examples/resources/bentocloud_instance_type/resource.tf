terraform {
  required_version = ">= 1.11"
  required_providers {
    bentocloud = {
      source = "bentoform/bentocloud"
    }
  }
}

resource "bentocloud_instance_type" "small" {
  name        = "cpu.small"
  description = "Half a processor"
  cpu         = "500m"
  memory      = "1Gi"
}
