terraform {
  required_version = ">= 1.11"
  required_providers {
    bentocloud = {
      source = "bentoform/bentocloud"
    }
  }
}

resource "bentocloud_cluster" "staging" {
  name        = "staging"
  description = "For tests before a release"
}
