terraform {
  required_version = ">= 1.11"
  required_providers {
    bentocloud = {
      source = "bentoform/bentocloud"
    }
  }
}

# Whoever is logged in with `bentoml cloud login`, or has BENTO_CLOUD_API_ENDPOINT and
# BENTO_CLOUD_API_KEY in the environment, needs no more than this.
provider "bentocloud" {}
