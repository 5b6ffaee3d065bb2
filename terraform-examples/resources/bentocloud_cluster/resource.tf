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

variable "kubeconfig_path" {
  description = "A kubeconfig with its credentials in it: kubectl config view --raw --flatten --minify."
  type        = string
}

resource "bentocloud_cluster" "gpu" {
  name        = "gpu"
  description = "Deployments in pods of a Kubernetes cluster"
  engine = {
    type                  = "kubernetes"
    kubeconfig_wo         = file(var.kubeconfig_path)       # write-only: never in state or plan
    kubeconfig_wo_version = filesha256(var.kubeconfig_path) # another file is written again
    namespace             = "models"
    image                 = "registry.example.org/python-uv:3.11"
    storage               = { claim = "environments" }
    node_selector         = { pool = "gpu" }
    tolerations           = [{ key = "gpu", operator = "Exists" }]
  }
}
