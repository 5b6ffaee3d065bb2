# A Kubernetes cluster, and a deployment that runs in its pods. The namespace exists, and a claim in it if
# one is named. The kubeconfig has its credentials in it and is never in the state or a plan:
#
#   kubectl config view --raw --flatten --minify > gpu.kubeconfig
#   terraform apply -var kubeconfig_path=gpu.kubeconfig -var namespace=models -var image=HOST/NAME:TAG
#
# While the cluster is away, the record of it is written all the same and a warning says why it cannot be
# used. With wait_for_rollout its deployments are waited for; without it the plan goes on.
terraform {
  required_version = ">= 1.11"
  required_providers {
    bentocloud = {
      source = "bentoform/bentocloud"
    }
  }
}

variable "kubeconfig_path" {
  description = "The file with the kubeconfig."
  type        = string
}

variable "namespace" {
  description = "The namespace of all objects, which no other cluster has."
  type        = string
  default     = "bentoform"
}

variable "image" {
  description = "The image of pods, with Python 3.9 or later and uv or pip."
  type        = string
}

variable "claim" {
  description = "A PersistentVolumeClaim in which pods share environments. Without it each makes its own."
  type        = string
  default     = null
}

variable "certificates" {
  description = "What builds in pods trust, as PEM. Without it what the image trusts."
  type        = string
  default     = null
}

variable "bento" {
  description = "The bento to deploy, name:version."
  type        = string
  default     = "fingerprint:v1"
}

variable "wait_for_rollout" {
  type    = bool
  default = true
}

resource "bentocloud_cluster" "gpu" {
  name = "gpu"
  engine = {
    type          = "kubernetes"
    kubeconfig_wo = file(var.kubeconfig_path)
    # The API does not tell the kubeconfig, so this says when to write it again.
    kubeconfig_wo_version = filesha256(var.kubeconfig_path)
    namespace             = var.namespace
    image                 = var.image
    storage               = var.claim == null ? null : { claim = var.claim }
    certificates          = var.certificates
  }
}

resource "bentocloud_deployment" "llm" {
  name             = "llm"
  cluster          = bentocloud_cluster.gpu.name
  bento            = var.bento
  wait_for_rollout = var.wait_for_rollout
}

output "endpoint_url" {
  value = bentocloud_deployment.llm.endpoint_url
}
