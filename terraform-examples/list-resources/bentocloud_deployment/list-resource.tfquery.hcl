# Terraform 1.14 or later: terraform query -generate-config-out=deployments.tf
list "bentocloud_deployment" "production" {
  provider = bentocloud

  config {
    query = "label:env=prod"
  }
}
